import { Area, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { money } from "../numbers.ts";
import { AXIS, GRID, TOOLTIP } from "./chart-style.ts";
import type { Point } from "./choose.ts";
import { moneyAxis } from "./money-axis.ts";

interface TrendChartProps {
  readonly points: readonly Point[];
  readonly currency: string;
}

/** A line of amounts; a forecast goes on dashed, within the band of its prediction interval. */
export function TrendChart({ points, currency }: TrendChartProps) {
  const shown = (amount: unknown) =>
    Array.isArray(amount)
      ? amount.map((bound) => money(String(bound), currency)).join(" to ")
      : money(String(amount), currency);
  const amounts = points.flatMap(({ amount = 0, forecast = 0, interval = [0, 0] }) => [amount, forecast, ...interval]);
  const axis = moneyAxis(Math.min(0, ...amounts), Math.max(0, ...amounts), currency);
  return (
    <ResponsiveContainer width="100%" height={300}>
      <ComposedChart data={[...points]} margin={{ top: 8, right: 24 }}>
        <CartesianGrid {...GRID} vertical={false} />
        <XAxis {...AXIS} dataKey="label" minTickGap={24} />
        <YAxis {...AXIS} {...axis} width="auto" />
        <Tooltip {...TOOLTIP} formatter={shown} />
        <Area
          name="Prediction interval"
          dataKey="interval"
          stroke="none"
          fill="var(--page-chart-2)"
          fillOpacity={0.25}
          isAnimationActive={false}
        />
        <Line
          name="Amount"
          dataKey="amount"
          stroke="var(--page-chart-1)"
          strokeWidth={2}
          dot={points.length <= 31}
          isAnimationActive={false}
        />
        <Line
          name="Forecast"
          dataKey="forecast"
          stroke="var(--page-chart-2)"
          strokeWidth={2}
          strokeDasharray="6 4"
          dot={false}
          isAnimationActive={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}
