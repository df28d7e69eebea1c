/** What an axis of amounts needs: where it begins and ends, and its ticks in words that differ. */
export interface MoneyAxis {
  readonly ticks: number[];
  readonly domain: [number, number];
  readonly tickFormatter: (amount: number) => string;
}

/** About as many steps an axis has, each a round amount. */
const STEPS = 5;
const ROUND = [1, 2, 2.5, 5, 10];
const MOST_DIGITS = 9;
const UNITS = [1e12, 1e9, 1e6, 1e3];

/** An axis from at most `least` to at least `most`, both at round amounts. */
export function moneyAxis(least: number, most: number, currency: string): MoneyAxis {
  const ticks = ticksOf(least, most);
  const format = tickFormat(ticks, currency);
  return {
    ticks,
    domain: [ticks[0] ?? least, ticks.at(-1) ?? most],
    tickFormatter: (amount) => format.format(amount),
  };
}

function ticksOf(least: number, most: number): number[] {
  const rough = (most - least || Math.abs(most) || 1) / STEPS;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = (ROUND.find((round) => round * magnitude >= rough) ?? 1) * magnitude;
  const first = Math.floor(least / step);
  const last = Math.max(first + 1, Math.ceil(most / step));
  // a float's last digits would be written out
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** As many digits as tell the ticks exactly: $2.5K and $2.55K, $0.50 and $1.00. */
function tickFormat(ticks: readonly number[], currency: string): Intl.NumberFormat {
  const step = Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0));
  const isExact = (digits: number) =>
    ticks.every((tick) => Math.abs(Number((tick / unitOf(tick)).toFixed(digits)) * unitOf(tick) - tick) < step / 1000);
  let digits = 0;
  while (digits < MOST_DIGITS && !isExact(digits)) digits++;
  const cents = digits > 0 && ticks.every((tick) => unitOf(tick) === 1);
  return new Intl.NumberFormat("en-US", {
    style: "currency",
    currency,
    notation: "compact",
    minimumFractionDigits: cents ? Math.max(2, digits) : 0,
    maximumFractionDigits: cents ? Math.max(2, digits) : digits,
  });
}

/** What compact notation divides an amount by. */
function unitOf(amount: number): number {
  return UNITS.find((unit) => Math.abs(amount) >= unit) ?? 1;
}
