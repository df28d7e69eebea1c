import type { Interpretation, Period } from "../../client/index.ts";
import { dimensionLabel } from "./dimensions.ts";

/** An interpretation with its period put in words of the user's choice. */
export interface Asked {
  readonly interpretation: Interpretation;
  /** Instead of the interpretation's own period. */
  readonly period?: string;
}

type Subject = (interpretation: Interpretation) => string;

const SUBJECTS: Partial<Record<Interpretation["intent"], Subject>> = {
  spend: (asked) => `Show my ${metricWords(asked)}spend`,
  breakdown: (asked) =>
    asked.limit && asked.groupBy.length > 0
      ? `Show the top ${asked.limit} ${groupWords(asked.groupBy)}s by ${metricWords(asked)}spend`
      : `Show my ${metricWords(asked)}spend`,
  trend: (asked) => `Show my ${asked.granularity.toLowerCase()} trend of ${metricWords(asked)}spend`,
  compare: (asked) => `Compare my ${metricWords(asked)}spend`,
  explain: (asked) => `Why did my ${metricWords(asked)}spend change`,
  forecast: (asked) => `Forecast my ${metricWords(asked)}spend`,
  anomaly: () => "Show cost anomalies",
  charges: () => "What types of charges did I have",
  assessment: () => "Give me a full assessment",
};

/** Whether an interpretation of this kind can be asked anew in words without losing a part of it. */
export function canBeReworded({ intent, period, chargeTypes }: Interpretation): boolean {
  return intent in SUBJECTS && Boolean(period) && chargeTypes.include.length === 0;
}

/** The question that is understood as this interpretation. */
export function inWords({ interpretation, period }: Asked): string {
  const subject = SUBJECTS[interpretation.intent] ?? SUBJECTS.spend;
  const isTop = interpretation.intent === "breakdown" && interpretation.limit;
  const words = [
    subject?.(interpretation),
    isTop || interpretation.groupBy.length === 0 ? "" : `by ${groupWords(interpretation.groupBy)}`,
    ...filterWords(interpretation.filters, "for"),
    ...filterWords(interpretation.exclude, "except"),
    chargeWords(interpretation.chargeTypes.exclude),
    period ?? dates(interpretation.period),
    comparedTo(interpretation, period),
  ];
  return words.filter(Boolean).join(" ");
}

/** The last day of a period whose end is exclusive. */
export function lastDay({ end }: Period): string {
  const day = new Date(`${end}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}

/** A period as the words of a question: both days included. */
export function between(first: string, last: string): string {
  return `from ${first} to ${last}`;
}

function dates(period: Period | null | undefined): string {
  return period ? between(period.start, lastDay(period)) : "";
}

function comparedTo({ intent, comparePeriod }: Interpretation, chosen: string | undefined): string {
  // another period is compared with the one before it, which the server knows
  if (chosen || !comparePeriod || !(intent === "compare" || intent === "explain")) return "";
  return `compared with ${dates(comparePeriod).replace("from ", "")}`;
}

function metricWords({ metric }: Interpretation): string {
  const words: Partial<Record<Interpretation["metric"], string>> = {
    AmortizedCost: "amortized ",
    NetAmortizedCost: "net amortized ",
    NetUnblendedCost: "net unblended ",
    BlendedCost: "blended ",
  };
  return words[metric] ?? "";
}

function groupWords(groupBy: readonly string[]): string {
  return groupBy.map(dimensionWords).join(" and ");
}

function dimensionWords(dimension: string): string {
  return dimension.startsWith("TAG:") ? `tag ${dimension.slice(4)}` : dimensionLabel(dimension).toLowerCase();
}

function filterWords(filters: Record<string, string[]>, by: "for" | "except"): string[] {
  return Object.entries(filters).map(([dimension, values]) => {
    const listed = values.join(" and ");
    if (dimension === "SERVICE" || dimension === "RECORD_TYPE") return `${by} ${listed}`;
    if (dimension.startsWith("TAG:")) return `${by} tag ${dimension.slice(4)} = ${listed}`;
    return `${by} ${dimensionWords(dimension)} ${listed}`;
  });
}

function chargeWords(excluded: readonly string[]): string {
  return excluded.length > 0 ? `without ${excluded.join(", ").toLowerCase()}` : "";
}
