import { describe, expect, test } from "vitest";
import type { Interpretation, Result } from "../../../src/client/index.ts";
import { barsOf, hasChart, pointsOf, stackOf, waterfallOf } from "../../../src/page/answer/charts/choose.ts";
import { moneyAxis } from "../../../src/page/answer/charts/money-axis.ts";
import { toCsv } from "../../../src/page/answer/csv.ts";
import { missingOf } from "../../../src/page/answer/missing.ts";
import { change, figure, money, percent, share } from "../../../src/page/answer/numbers.ts";
import { canBeReworded, inWords } from "../../../src/page/answer/question-words.ts";
import { words } from "../../../src/page/answer/tables/savings-table.ts";
import { tablesOf } from "../../../src/page/answer/tables/tables.ts";

const MAY = { start: "2026-05-01", end: "2026-06-01", label: "May 2026", partial: false };
const APRIL = { start: "2026-04-01", end: "2026-05-01", label: "April 2026", partial: false };

function interpretation(fields: Partial<Interpretation> = {}): Interpretation {
  return {
    intent: "spend",
    period: MAY,
    granularity: "MONTHLY",
    metric: "UnblendedCost",
    chargeTypes: { include: [], exclude: [] },
    filters: {},
    exclude: {},
    groupBy: [],
    needs: { cost: true, advisor: false },
    assumptions: [],
    ...fields,
  };
}

function resultOf(cost: Partial<NonNullable<Result["cost_analysis"]>>, asked: Partial<Interpretation> = {}): Result {
  return {
    agent: "",
    query: "?",
    response: "",
    interpretation: interpretation(asked),
    cost_analysis: { figures: [], ...cost },
    basis: { requests: [], requestCount: 0, queryCostUsd: "0.00", degraded: [] },
    complete: true,
  };
}

/** Groups S0, S1, S2, ... of 1, 2, 3, ... a day. */
function groupsOverTime(count: number, days: number): Result {
  const day = (index: number) => `2026-05-${String(index + 1).padStart(2, "0")}`;
  const seriesOf = (amount: number) =>
    Array.from({ length: days }, (_, index) => ({ start: day(index), end: day(index + 1), amount: String(amount), estimated: false }));
  const groups = Array.from({ length: count }, (_, index) => ({
    keys: [`S${index}`],
    amount: String((index + 1) * days),
    series: seriesOf(index + 1),
  }));
  const series = seriesOf((count * (count + 1)) / 2);
  return resultOf({ groups, series }, { intent: "trend", granularity: "DAILY", groupBy: ["SERVICE"] });
}

describe("numbers in words", () => {
  test.each([
    ["1234.5600000000", "$1,234.56"],
    ["-882.665", "-$882.67"],
    ["0.005", "$0.01"],
    ["0.0018", "$0.0018"],
    ["0.00012345", "$0.00012"],
    ["0", "$0.00"],
    // a float would have lost the cents
    ["90071992547409931.23", "$90,071,992,547,409,931.23"],
  ])("%s reads %s", (amount, words) => {
    expect(money(amount)).toBe(words);
  });

  test("say their unit and their sign", () => {
    expect(change("5.1")).toBe("+$5.10");
    expect(change("-5.1")).toBe("-$5.10");
    expect(percent("13.24")).toBe("13.2%");
    expect(share("0.1262")).toBe("12.6%");
    expect(figure("3", "count")).toBe("3");
    expect(figure("2.5", "EUR/day")).toBe("€2.50 per day");
  });
});

describe("charts", () => {
  test("of a change go from the amount before to the amount now, without a step missing", () => {
    const drivers = Array.from({ length: 20 }, (_, index) => ({ keys: [`S${index}`], delta: String(index - 4), kind: "usage" as const }));
    const sum = drivers.reduce((total, { delta }) => total + Number(delta), 0);
    const comparison = { previous: "1000", current: String(1000 + sum), delta: String(sum), deltaPercent: "1" };
    const steps = waterfallOf(resultOf({ comparison, drivers }, { comparePeriod: APRIL }));
    expect(steps[0]).toMatchObject({ label: "April 2026", to: 1000, kind: "total" });
    expect(steps.at(-1)).toMatchObject({ label: "May 2026", to: 1000 + sum, kind: "total" });
    expect(steps.at(-2)?.to).toBeCloseTo(1000 + sum);
    for (const [index, step] of steps.slice(1, -1).entries()) expect(step.from).toBe(steps[index]?.to);
  });

  test("of a trend name hours, days and months, and what is added up of them by its ends", () => {
    const labels = (granularity: "HOURLY" | "DAILY" | "MONTHLY", start: string, end: string) =>
      pointsOf(resultOf({ series: [{ start, end, amount: "1", estimated: false }] }, { granularity })).map(({ label }) => label);
    expect(labels("HOURLY", "2026-05-01T10:00:00Z", "2026-05-01T11:00:00Z")).toEqual(["05-01 10:00"]);
    expect(labels("DAILY", "2026-05-01", "2026-05-02")).toEqual(["2026-05-01"]);
    expect(labels("DAILY", "2026-05-04", "2026-05-11")).toEqual(["2026-05-04 to 2026-05-10"]);
    expect(labels("MONTHLY", "2026-05-01", "2026-06-01")).toEqual(["2026-05"]);
    expect(labels("MONTHLY", "2026-04-01", "2026-07-01")).toEqual(["2026-04 to 2026-06"]);
  });

  test("of a forecast add up what is spent, and go on to its amount within the widening interval", () => {
    const day = (start: string, end: string, amount: string) => ({ start, end, amount, estimated: false });
    const expected = { start: "2026-05-03", end: "2026-05-05", amount: "12", low: "10", high: "16", estimated: true };
    const series = [day("2026-05-01", "2026-05-02", "4"), day("2026-05-02", "2026-05-03", "6"), expected];
    const forecast = { amount: "22", low: "20", high: "26", period: MAY };
    expect(pointsOf(resultOf({ series, forecast }))).toEqual([
      { label: "2026-05-01", amount: 4, estimated: false },
      { label: "2026-05-02", amount: 10, estimated: false, forecast: 10, interval: [10, 10] },
      { label: "2026-05-03", forecast: 16, interval: [15, 18] },
      { label: "2026-05-04", forecast: 22, interval: [20, 26] },
    ]);
  });

  test("of a forecast of many months are drawn by month, each within its interval", () => {
    const month = (start: string, end: string) => ({ start, end, amount: "10", low: "8", high: "13", estimated: true });
    const starts = ["2026-05-01", "2026-06-01", "2026-07-01", "2026-08-01", "2026-09-01"];
    const series = starts.slice(0, -1).map((start, index) => month(start, starts[index + 1] ?? start));
    const points = pointsOf(resultOf({ series, forecast: { amount: "40", low: "32", high: "52", period: MAY } }));
    expect(points.map(({ label }) => label)).toEqual(["2026-05", "2026-06", "2026-07", "2026-08"]);
    expect(points.at(-1)).toMatchObject({ forecast: 40, interval: [32, 52] });
  });

  test("of a long breakdown end in one bar for the rest, and nothing is left out", () => {
    const groups = Array.from({ length: 40 }, (_, index) => ({ keys: [`S${index}`], amount: "2.5" }));
    const bars = barsOf(resultOf({ groups }, { groupBy: ["SERVICE"] }));
    expect(bars).toHaveLength(12);
    expect(bars.reduce((sum, { amount }) => sum + amount, 0)).toBe(100);
  });

  test("of groups over time stack the largest and all others, and nothing is left out", () => {
    const stack = stackOf(groupsOverTime(20, 3));
    expect(stack?.names).toHaveLength(8);
    expect(stack?.names.at(-1)).toBe("All others");
    expect(stack?.points.map(({ label }) => label)).toEqual(["2026-05-01", "2026-05-02", "2026-05-03"]);
    expect(stack?.points.map(({ amounts }) => amounts.reduce((sum, amount) => sum + amount, 0))).toEqual([210, 210, 210]);
  });

  test.each([
    [7080, 7150, "USD", ["$7.08K", "$7.1K", "$7.12K", "$7.14K", "$7.16K"]],
    [0, 12_750, "USD", ["$0", "$5K", "$10K", "$15K"]],
    [0, 1.2, "EUR", ["€0.00", "€0.25", "€0.50", "€0.75", "€1.00", "€1.25"]],
    [0, 2_550_000, "USD", ["$0", "$1M", "$2M", "$3M"]],
    [0, 0.00042, "USD", ["$0.0000", "$0.0001", "$0.0002", "$0.0003", "$0.0004", "$0.0005"]],
    [-148.7, 9600, "USD", ["-$2K", "$0", "$2K", "$4K", "$6K", "$8K", "$10K"]],
  ])("from %d to %d have round ticks that differ", (least, most, currency, labels) => {
    const { ticks, domain, tickFormatter } = moneyAxis(least, most, currency);
    expect(ticks.map(tickFormatter)).toEqual(labels);
    expect(domain[0]).toBeLessThanOrEqual(least);
    expect(domain[1]).toBeGreaterThanOrEqual(most);
  });

  test("have an axis also where every amount is the same", () => {
    expect(moneyAxis(0, 0, "USD").ticks.length).toBeGreaterThan(1);
    expect(moneyAxis(50, 50, "USD").ticks.length).toBeGreaterThan(1);
  });

  test("are not drawn of a single number", () => {
    expect(hasChart(resultOf({ total: { amount: "1", currency: "USD" } }))).toBe(false);
  });
});

describe("tables", () => {
  test("name what has no value in a dimension", () => {
    const groups = [{ keys: ["", ""], amount: "1", share: "1" }];
    const [table] = tablesOf(resultOf({ groups }, { groupBy: ["REGION", "TAG:team"] }));
    expect(table?.rows[0]?.shown).toEqual(["No region", "Untagged", "$1.00", "100%"]);
    expect(table?.rows[0]?.values).toEqual(["", "", "1", "1"]);
  });

  test("name accounts beside their ids, and a file has both apart", () => {
    const groups = [{ keys: ["111122223333"], amount: "1", share: "1" }];
    const result = { ...resultOf({ groups }, { groupBy: ["LINKED_ACCOUNT"] }), accountNames: { "111122223333": "shop" } };
    const [table] = tablesOf(result);
    expect(table?.rows[0]?.shown[0]).toBe("shop (111122223333)");
    expect(table?.columns.map(({ title }) => title)).toEqual(["Account", "Account name", "Amount", "Share"]);
    expect(table?.rows[0]?.values.slice(0, 2)).toEqual(["111122223333", "shop"]);
    expect(barsOf(result)[0]?.label).toBe("shop (111122223333)");
  });

  test.each([
    [3, 2, ["Service", "2026-05-01", "2026-05-02", "Total"], 3],
    [2, 3, ["When", "S0", "S1", "Total"], 3],
  ])("of %d groups at %d times have as columns what there are fewer of", (groups, times, columns, rows) => {
    const table = tablesOf(groupsOverTime(groups, times)).find(({ title }) => title === "Breakdown over time");
    expect(table?.columns.map(({ title }) => title)).toEqual(columns);
    expect(table?.rows).toHaveLength(rows);
  });

  test("are exported so that no spreadsheet takes a name for a formula", () => {
    expect(toCsv(["Name", "Amount"], [["=1+1", "-2.50"], ['a "b", c', "1"]])).toBe(
      'Name,Amount\r\n\'=1+1,-2.50\r\n"a ""b"", c",1\r\n',
    );
  });
});

describe("an interpretation in words", () => {
  test.each<[Partial<Interpretation>, string | undefined, string]>([
    [{}, undefined, "Show my spend from 2026-05-01 to 2026-05-31"],
    [{ filters: { SERVICE: ["Tax"] } }, "last month", "Show my spend for Tax last month"],
    [
      { intent: "breakdown", groupBy: ["REGION", "TAG:team"], exclude: { LINKED_ACCOUNT: ["1", "2"] } },
      "this year",
      "Show my spend by region and tag team except account 1 and 2 this year",
    ],
    [{ intent: "breakdown", groupBy: ["SERVICE"], limit: 5 }, "last month", "Show the top 5 services by spend last month"],
    [{ intent: "trend", granularity: "DAILY", metric: "AmortizedCost" }, "last 7 days", "Show my daily trend of amortized spend last 7 days"],
    [
      { intent: "compare", comparePeriod: APRIL },
      undefined,
      "Compare my spend from 2026-05-01 to 2026-05-31 compared with 2026-04-01 to 2026-04-30",
    ],
    [{ intent: "explain", comparePeriod: APRIL }, "last month", "Why did my spend change last month"],
    [{ chargeTypes: { include: [], exclude: ["Credit", "Refund"] } }, "last month", "Show my spend without credit, refund last month"],
  ])("%j for %s", (fields, period, words) => {
    expect(inWords({ interpretation: interpretation(fields), ...(period && { period }) })).toBe(words);
  });

  test("is not offered where words would lose a part of it", () => {
    expect(canBeReworded(interpretation({ intent: "unit_cost" }))).toBe(false);
    expect(canBeReworded(interpretation({ chargeTypes: { include: ["Tax"], exclude: [] } }))).toBe(false);
    expect(canBeReworded(interpretation())).toBe(true);
  });
});

describe("savings", () => {
  test("name a source that could not be asked once, by its full name", () => {
    const said = { reason: "No support plan.", fix: "Choose one." };
    const result: Result = {
      ...resultOf({}),
      basis: { requests: [], requestCount: 0, queryCostUsd: "0", degraded: [{ what: "trusted-advisor", ...said }] },
      optimization_recommendations: { items: [], unavailable: [{ source: "trusted-advisor", ...said }] },
    };
    expect(missingOf(result)).toEqual([{ name: "Trusted Advisor", ...said }]);
  });

  test.each([
    ["REGION", "eu-west-1", "Region", "eu-west-1"],
    ["SERVICE", "EbsVolume", "Kind of resource", "EBS Volume"],
    ["LINKED_ACCOUNT", "111122223333", "Account", "shop (111122223333)"],
  ])("by %s are a table of their own", (by, key, title, shown) => {
    const groups = [{ key, recommendations: 2, totalMonthlySavings: "112.25" }];
    const result: Result = {
      ...resultOf({}, { intent: "savings", groupBy: [by] }),
      accountNames: { "111122223333": "shop" },
      optimization_recommendations: { items: [], groups, unavailable: [] },
    };
    const [table] = tablesOf(result);
    expect(table?.columns[0]?.title).toBe(title);
    expect(table?.rows[0]?.shown).toEqual([shown, "2", "$112.25"]);
  });

  test.each([
    ["PurchaseSavingsPlans", "Purchase Savings Plans"],
    ["MigrateToGraviton", "Migrate To Graviton"],
    ["RdsDbInstanceStorage", "RDS DB Instance Storage"],
    ["ElastiCacheReservedInstances", "ElastiCache Reserved Instances"],
    ["DynamoDBTable", "DynamoDB Table"],
    ["ElasticIpAddress", "Elastic IP Address"],
    ["Ec2Instance", "EC2 Instance"],
    ["VeryLow", "Very Low"],
  ])("%s is written as people write it", (name, expected) => {
    expect(words(name)).toBe(expected);
  });
});
