import type { Group, Result, SeriesPoint } from "../../../client/index.ts";
import { groupsOverTime, spanLabel } from "../charts/choose.ts";
import { keyDimensions, keysLabel } from "../dimensions.ts";
import { currencyOf, money } from "../numbers.ts";
import { keyColumns } from "./key-columns.ts";
import { table, type Column, type Table } from "./table.ts";

const TITLE = "Breakdown over time";

/** Each group's amount at each time; what there are fewer of, groups or times, are the columns. */
export function groupsOverTimeTable(result: Result): Table | undefined {
  const groups = groupsOverTime(result);
  const spans = groups[0]?.series ?? [];
  if (groups.length === 0 || spans.length < 2) return undefined;
  return spans.length <= groups.length || groups.length === 1
    ? rowPerGroup(result, groups, spans)
    : rowPerTime(result, groups, spans);
}

function rowPerGroup(result: Result, groups: readonly Group[], spans: readonly SeriesPoint[]): Table | undefined {
  const times = spans.map((span, index) =>
    amounts<Group>(result, timeLabel(result, span), (group) => group.series?.[index]?.amount),
  );
  const columns = [...keyColumns<Group>(result, groups), ...times, amounts<Group>(result, "Total", ({ amount }) => amount)];
  return table(TITLE, columns, groups);
}

function rowPerTime(result: Result, groups: readonly Group[], spans: readonly SeriesPoint[]): Table | undefined {
  const dimensions = keyDimensions(result.interpretation);
  const indexes = spans.map((_, index) => index);
  const time: Column<number> = { title: "When", value: (index) => timeLabel(result, spans[index]!) };
  const perGroup = groups.map((group) =>
    amounts<number>(
      result,
      keysLabel(dimensions, group.keys, result.accountNames ?? {}),
      (index) => group.series?.[index]?.amount,
    ),
  );
  const total = amounts<number>(result, "Total", (index) => result.cost_analysis?.series?.[index]?.amount);
  return table(TITLE, [time, ...perGroup, total], indexes);
}

function timeLabel(result: Result, span: SeriesPoint): string {
  return spanLabel(result, span) + (span.estimated ? " (estimated)" : "");
}

function amounts<Row>(result: Result, title: string, amountOf: (row: Row) => string | undefined): Column<Row> {
  const currency = currencyOf(result.cost_analysis);
  return {
    title,
    numeric: true,
    value: (row) => amountOf(row) ?? "",
    shown: (row) => (Number(amountOf(row)) ? money(amountOf(row) ?? "", currency) : "–"),
  };
}
