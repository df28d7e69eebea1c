import { Bar as BarShape, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { money } from "../numbers.ts";
import { AXIS, GRID, shortLabel, TOOLTIP } from "./chart-style.ts";
import type { Bar } from "./choose.ts";
import { moneyAxis } from "./money-axis.ts";

const BAR_HEIGHT = 32;
const AXIS_HEIGHT = 40;

/** Horizontal bars: names of services are long. */
export function BreakdownChart({ bars, currency }: { bars: readonly Bar[]; currency: string }) {
  const amounts = bars.map(({ amount }) => amount);
  const axis = moneyAxis(Math.min(0, ...amounts), Math.max(0, ...amounts), currency);
  return (
    <ResponsiveContainer width="100%" height={bars.length * BAR_HEIGHT + AXIS_HEIGHT}>
      <BarChart data={[...bars]} layout="vertical" margin={{ right: 24 }}>
        <CartesianGrid {...GRID} horizontal={false} />
        <XAxis {...AXIS} {...axis} type="number" />
        <YAxis {...AXIS} type="category" dataKey="label" width="auto" tickFormatter={shortLabel} interval={0} />
        <Tooltip {...TOOLTIP} formatter={(amount) => money(String(amount), currency)} />
        <BarShape name="Amount" dataKey="amount" fill="var(--page-chart-1)" radius={3} isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  );
}
