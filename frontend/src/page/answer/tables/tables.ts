import type { Result } from "../../../client/index.ts";
import { budgetsTable, anomaliesTable, commitmentsTable } from "./outlook-tables.ts";
import { adoptedTable, driversTable, groupsTable, reconciliationTable, seriesTable } from "./cost-tables.ts";
import { groupsOverTimeTable } from "./groups-over-time-table.ts";
import { recommendationsTable, savingsGroupsTable } from "./savings-table.ts";
import type { Table } from "./table.ts";

/** The tables of an answer, the most telling first. */
export function tablesOf(result: Result): Table[] {
  const overTime = groupsOverTimeTable(result);
  const tables = [
    driversTable(result),
    groupsTable(result),
    overTime ?? seriesTable(result),
    adoptedTable(result),
    savingsGroupsTable(result),
    recommendationsTable(result),
    budgetsTable(result),
    anomaliesTable(result),
    commitmentsTable(result),
    reconciliationTable(result),
  ];
  return tables.filter((table) => table !== undefined);
}
