import type { Group, Result, SeriesPoint } from "../../../client/index.ts";
import { keyDimensions, keysLabel } from "../dimensions.ts";

/** The numbers of a chart: floats, for drawing only. `label` names them to people. */
export interface Bar {
  readonly label: string;
  readonly amount: number;
}

export interface Point {
  readonly label: string;
  /** Undefined where there is only a forecast. */
  readonly amount?: number;
  readonly estimated?: boolean;
  readonly forecast?: number;
  /** The forecast's prediction interval. */
  readonly interval?: readonly [number, number];
}

/** A step of a waterfall, from one amount to another. */
export interface Step {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly kind: "total" | "up" | "down";
}

/** Groups over time: what each of `names` has at each point. */
export interface Stack {
  readonly names: readonly string[];
  readonly points: readonly { readonly label: string; readonly amounts: readonly number[] }[];
}

const MOST_BARS = 12;
/** As many as there are colours that people tell apart. */
const MOST_STACKED = 8;
/** Longer forecasts are drawn by month. */
const MOST_DAYS = 100;
const A_DAY = 86_400_000;
const MOST_DRIVERS = 8;

/** Whether there is anything to draw. */
export function hasChart(result: Result): boolean {
  return (
    waterfallOf(result).length > 0 ||
    pointsOf(result).length > 1 ||
    barsOf(result).length > 1 ||
    stackOf(result) !== undefined
  );
}

/** The bars of a breakdown; what is too small to see becomes one bar. */
export function barsOf(result: Result): Bar[] {
  const dimensions = keyDimensions(result.interpretation);
  const bars = (result.cost_analysis?.groups ?? []).map(({ keys, amount }) => ({
    label: keysLabel(dimensions, keys, result.accountNames ?? {}),
    amount: Number(amount),
  }));
  return withOther(bars, MOST_BARS, "All others");
}

/** The points of a series; with a forecast, what is spent and expected since its beginning. */
export function pointsOf(result: Result): Point[] {
  const { series, forecast } = result.cost_analysis ?? {};
  if (!series) return [];
  if (forecast) return addedUp(series);
  return series.map((span) => ({
    label: spanLabel(result, span),
    amount: Number(span.amount),
    estimated: span.estimated,
  }));
}

/** The largest groups over time, and all others added up; undefined where groups are not asked for over time. */
export function stackOf(result: Result): Stack | undefined {
  const groups = groupsOverTime(result);
  const spans = groups[0]?.series ?? [];
  if (groups.length < 2 || spans.length < 2) return undefined;
  const dimensions = keyDimensions(result.interpretation);
  const single = groups.length <= MOST_STACKED ? groups : groups.slice(0, MOST_STACKED - 1);
  const others = groups.slice(single.length);
  const names = single.map(({ keys }) => keysLabel(dimensions, keys, result.accountNames ?? {}));
  const points = spans.map((span, index) => {
    const amountOf = ({ series }: Group) => Number(series?.[index]?.amount ?? 0);
    const rest = others.reduce((sum, group) => sum + amountOf(group), 0);
    const amounts = [...single.map(amountOf), ...(others.length > 0 ? [rest] : [])];
    return { label: spanLabel(result, span), amounts };
  });
  return { names: others.length > 0 ? [...names, "All others"] : names, points };
}

/** The groups where each has a point for each of the first one's, else none. */
export function groupsOverTime({ cost_analysis: cost }: Result): Group[] {
  const groups = cost?.groups ?? [];
  const length = groups[0]?.series?.length;
  return length && groups.every(({ series }) => series?.length === length) ? groups : [];
}

/** An hour, a day or a month by its name; days or months added up by the first and the last of them. */
export function spanLabel(result: Result, span: SeriesPoint): string {
  const monthly = result.interpretation.granularity === "MONTHLY";
  if (span.start.includes("T")) return span.start.slice(5, 16).replace("T", " ");
  const days = daysOf(span).map((day) => day.slice(0, monthly ? 7 : 10));
  const [first, last] = [days[0] ?? span.start, days.at(-1)];
  return last === undefined || last === first ? first : `${first} to ${last}`;
}

/** Spend added up day by day (by month where there are many), then the forecast within its widening band. */
function addedUp(series: readonly SeriesPoint[]): Point[] {
  const byDay = series.reduce((sum, span) => sum + daysOf(span).length, 0) <= MOST_DAYS;
  const points: Point[] = [];
  let [spent, low, high] = [0, 0, 0];
  for (const span of series) {
    const labels = byDay ? daysOf(span) : [span.start.slice(0, 7)];
    const last = points.at(-1);
    const isForecast = span.low != null && span.high != null;
    if (isForecast && last?.amount !== undefined && last.forecast === undefined) {
      // the line of the forecast starts where that of the actual amounts ends
      points[points.length - 1] = { ...last, forecast: last.amount, interval: [last.amount, last.amount] };
    }
    for (const [index, label] of labels.entries()) {
      const part = (index + 1) / labels.length;
      const sum = spent + Number(span.amount) * part;
      const interval = [low + Number(span.low) * part, high + Number(span.high) * part] as const;
      points.push(isForecast ? { label, forecast: sum, interval } : { label, amount: sum, estimated: span.estimated });
    }
    spent += Number(span.amount);
    low += Number(span.low ?? span.amount);
    high += Number(span.high ?? span.amount);
  }
  return points;
}

/** The days of a span, as they are written. */
function daysOf({ start, end }: SeriesPoint): string[] {
  const days: string[] = [];
  for (let day = new Date(start); day < new Date(end); day = new Date(day.getTime() + A_DAY)) {
    days.push(day.toISOString().slice(0, 10));
  }
  return days;
}

/** From the amount before to the amount now, one driver after another. */
export function waterfallOf(result: Result): Step[] {
  const { comparison, drivers } = result.cost_analysis ?? {};
  if (!comparison || !drivers || drivers.length === 0) return [];
  const dimensions = keyDimensions(result.interpretation);
  const changes = drivers.map(({ keys, delta }) => ({ label: keysLabel(dimensions, keys, result.accountNames ?? {}), amount: Number(delta) }));
  const isRest = ({ label }: Bar) => label.split(" · ").every((key) => key === "Other");
  changes.sort(
    (one, other) => Number(isRest(one)) - Number(isRest(other)) || Math.abs(other.amount) - Math.abs(one.amount),
  );
  const { interpretation } = result;
  const steps: Step[] = [
    { label: interpretation.comparePeriod?.label ?? "Before", from: 0, to: Number(comparison.previous), kind: "total" },
  ];
  for (const { label, amount } of withOther(changes, MOST_DRIVERS, "All others")) {
    const from = steps.at(-1)?.to ?? 0;
    steps.push({ label, from, to: from + amount, kind: amount < 0 ? "down" : "up" });
  }
  const now = Number(comparison.current);
  return [...steps, { label: interpretation.period?.label ?? "Now", from: 0, to: now, kind: "total" }];
}

function withOther(bars: Bar[], most: number, label: string): Bar[] {
  if (bars.length <= most) return bars;
  const rest = bars.slice(most - 1).reduce((sum, { amount }) => sum + amount, 0);
  return [...bars.slice(0, most - 1), { label, amount: rest }];
}
