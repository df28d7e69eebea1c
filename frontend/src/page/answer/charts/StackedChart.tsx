import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { money } from "../numbers.ts";
import { AXIS, GRID, TOOLTIP } from "./chart-style.ts";
import type { Stack } from "./choose.ts";
import { moneyAxis } from "./money-axis.ts";

/** Groups over time, one upon another; credits go below zero. */
export function StackedChart({ stack, currency }: { stack: Stack; currency: string }) {
  const { names, points } = stack;
  const sums = points.flatMap(({ amounts }) => [sumOf(amounts.filter((one) => one < 0)), sumOf(amounts.filter((one) => one > 0))]);
  return (
    <ResponsiveContainer width="100%" height={360}>
      <BarChart data={[...points]} stackOffset="sign" margin={{ top: 8, right: 24 }}>
        <CartesianGrid {...GRID} vertical={false} />
        <XAxis {...AXIS} dataKey="label" minTickGap={24} />
        <YAxis {...AXIS} {...moneyAxis(Math.min(0, ...sums), Math.max(0, ...sums), currency)} width="auto" />
        <Tooltip
          {...TOOLTIP}
          formatter={(amount) => money(String(amount), currency)}
          itemSorter={({ value }) => -Number(value)}
        />
        <Legend itemSorter={null} formatter={(name) => <span className="legend">{name}</span>} />
        {names.map((name, index) => (
          <Bar
            key={name}
            name={name}
            dataKey={({ amounts }: Stack["points"][number]) => amounts[index]}
            stackId="groups"
            fill={`var(--page-stack-${index + 1})`}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
