import type { Adopted, Driver, Group, ReconciliationLine, Result, SeriesPoint } from "../../../client/index.ts";
import { change, currencyOf, money, share } from "../numbers.ts";
import { keyColumns } from "./key-columns.ts";
import { table, type Column, type Table } from "./table.ts";

/** A breakdown, largest first, as it came. */
export function groupsTable(result: Result): Table | undefined {
  const groups = result.cost_analysis?.groups;
  return table<Group>(
    "Breakdown",
    [
      ...keyColumns<Group>(result, groups),
      amountColumn("Amount", result, (group) => group.amount),
      {
        title: "Share",
        numeric: true,
        value: (group) => group.share ?? "",
        shown: (group) => (group.share ? share(group.share) : ""),
      },
    ],
    groups,
  );
}

/** What a change is made of. */
export function driversTable(result: Result): Table | undefined {
  const drivers = result.cost_analysis?.drivers;
  const currency = currencyOf(result.cost_analysis);
  return table<Driver>(
    "What changed",
    [
      ...keyColumns<Driver>(result, drivers),
      { title: "Cause", value: (driver) => cause(driver, currency) },
      {
        title: "Change",
        numeric: true,
        value: (driver) => driver.delta,
        shown: (driver) => change(driver.delta, currency),
      },
    ],
    drivers,
  );
}

export function seriesTable(result: Result): Table | undefined {
  const currency = currencyOf(result.cost_analysis);
  const series = result.cost_analysis?.series;
  const bound = (title: string, amountOf: (point: SeriesPoint) => string | null | undefined): Column<SeriesPoint> => ({
    title,
    numeric: true,
    value: (point) => amountOf(point) ?? "",
    shown: (point) => amountOf(point) == null ? "" : money(amountOf(point) ?? "", currency),
  });
  const bounds = [bound("At least", ({ low }) => low), bound("At most", ({ high }) => high)];
  return table<SeriesPoint>(
    "Over time",
    [
      { title: "From", value: (point) => point.start },
      { title: "To before", value: (point) => point.end },
      amountColumn("Amount", result, (point) => point.amount),
      { title: "Estimated", value: (point) => (point.estimated ? "yes" : "no") },
      ...(series?.some(({ low }) => low != null) ? bounds : []),
    ],
    series,
  );
}

export function adoptedTable(result: Result): Table | undefined {
  const adopted = result.cost_analysis?.adopted;
  return table<Adopted>(
    "New in the period",
    [
      ...keyColumns<Adopted>(result, adopted),
      { title: "First charged", value: (row) => row.firstSeen },
      amountColumn("Amount", result, (row) => row.amount),
    ],
    adopted,
  );
}

/** The charge types that sum to the total, to the last digit. */
export function reconciliationTable(result: Result): Table | undefined {
  return table<ReconciliationLine>(
    "Reconciliation by charge type",
    [
      { title: "Charge type", value: (line) => line.chargeType },
      amountColumn("Amount", result, (line) => line.amount),
    ],
    result.cost_analysis?.reconciliation,
  );
}

/** What made a change; of several causes what each made, where quantities tell, else nothing. */
function cause(driver: Driver, currency: string): string {
  if (driver.kind !== "usage_and_price") return driver.kind;
  const causes: [string, string | null | undefined][] = [
    ["usage", driver.byUsage],
    ["price", driver.byPrice],
    ["other charges", driver.byOther],
  ];
  const made = causes.filter(([, amount]) => Number(amount));
  if (made.length === 1) return made[0]![0];
  return made.map(([name, amount]) => `${name} ${change(amount!, currency)}`).join(", ");
}

function amountColumn<Row>(title: string, result: Result, amount: (row: Row) => string): Column<Row> {
  const currency = currencyOf(result.cost_analysis);
  return { title, numeric: true, value: amount, shown: (row) => money(amount(row), currency) };
}
