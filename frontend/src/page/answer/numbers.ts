import type { CostAnalysis } from "../../client/index.ts";

/** Decimal strings in words. Amounts stay strings: Intl formats them exactly, and no float rounds a cent. */
type DecimalText = Intl.StringNumericLiteral;

const HALF_A_CENT = 0.005;

/** The currency of every amount of an analysis, also where there is no total. */
export function currencyOf(analysis: CostAnalysis | null | undefined): string {
  return analysis?.currency ?? analysis?.total?.currency ?? "USD";
}

/** An amount as people read it: cents, and two significant digits where that would read as nothing. */
export function money(amount: string, currency = "USD"): string {
  const size = Math.abs(Number(amount));
  const precision =
    size > 0 && size < HALF_A_CENT ? { maximumSignificantDigits: 2 } : { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return new Intl.NumberFormat("en-US", { style: "currency", currency, ...precision }).format(amount as DecimalText);
}

/** The same with its sign, for changes. */
export function change(amount: string, currency?: string): string {
  return (Number(amount) > 0 ? "+" : "") + money(amount, currency);
}

/** A percentage given as 0 to 100. */
export function percent(value: string): string {
  return `${new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 }).format(value as DecimalText)}%`;
}

/** A fraction as a percentage. */
export function share(fraction: string): string {
  return new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 }).format(fraction as DecimalText);
}

/** A figure by its unit: a currency, a currency per something, `%` or `count`. */
export function figure(value: string, unit: string): string {
  if (unit === "%") return percent(value);
  const [currency, per] = unit.split("/");
  if (currency && /^[A-Z]{3}$/.test(currency)) return money(value, currency) + (per ? ` per ${per}` : "");
  const number = new Intl.NumberFormat("en-US", { maximumFractionDigits: 4 }).format(value as DecimalText);
  return unit === "count" ? number : `${number} ${unit}`;
}
