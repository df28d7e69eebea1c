import { Bar, BarChart, CartesianGrid, Rectangle, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { change, money } from "../numbers.ts";
import { AXIS, GRID, shortLabel, TOOLTIP } from "./chart-style.ts";
import type { Step } from "./choose.ts";
import { moneyAxis, type MoneyAxis } from "./money-axis.ts";

const STEP_HEIGHT = 34;
const AXIS_HEIGHT = 40;
const COLOURS: Record<Step["kind"], string> = {
  total: "var(--page-chart-1)",
  up: "var(--page-chart-up)",
  down: "var(--page-chart-down)",
};

interface WaterfallProps {
  readonly steps: readonly Step[];
  readonly currency: string;
}

/** From one amount to another, each driver beginning where the one above it ends. */
export function WaterfallChart({ steps, currency }: WaterfallProps) {
  const axis = axisOf(steps, currency);
  const [begin, end] = axis.domain;
  const spans = steps.map((step) => ({ ...step, span: [step.from, step.to] as const }));
  return (
    <>
      <ResponsiveContainer width="100%" height={steps.length * STEP_HEIGHT + AXIS_HEIGHT}>
        <BarChart data={spans} layout="vertical" margin={{ right: 24 }}>
          <CartesianGrid {...GRID} horizontal={false} />
          <XAxis {...AXIS} {...axis} type="number" allowDataOverflow />
          <YAxis {...AXIS} type="category" dataKey="label" width="auto" tickFormatter={shortLabel} interval={0} />
          <Tooltip
            {...TOOLTIP}
            formatter={(_span, _name, item) => describe(item.payload as Step, currency)}
            separator=""
          />
          <Bar
            name=""
            dataKey="span"
            isAnimationActive={false}
            shape={(bar: { payload?: Step }) => (
              <Rectangle {...bar} radius={2} fill={COLOURS[bar.payload?.kind ?? "total"]} />
            )}
          />
        </BarChart>
      </ResponsiveContainer>
      {(begin > 0 || end < 0) && (
        <figcaption className="quiet">The axis begins at {axis.tickFormatter(begin)}, not at zero.</figcaption>
      )}
    </>
  );
}

/** The axis begins below the lowest step, not at zero, so that small drivers of a large bill can be seen. */
function axisOf(steps: readonly Step[], currency: string): MoneyAxis {
  const amounts = steps.flatMap(({ kind, from, to }) => (kind === "total" ? [to] : [from, to]));
  const [least, most] = [Math.min(...amounts), Math.max(...amounts)];
  const margin = (most - least) * 0.25;
  return moneyAxis(least > 0 ? Math.max(0, least - margin) : least - margin, most, currency);
}

function describe({ kind, from, to }: Step, currency: string): string {
  return kind === "total" ? money(String(to), currency) : change(String(to - from), currency);
}
