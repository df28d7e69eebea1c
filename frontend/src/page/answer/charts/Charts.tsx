import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { ReactNode } from "react";
import type { Result } from "../../../client/index.ts";
import { currencyOf } from "../numbers.ts";
import { BreakdownChart } from "./BreakdownChart.tsx";
import { barsOf, pointsOf, stackOf, waterfallOf } from "./choose.ts";
import { StackedChart } from "./StackedChart.tsx";
import { TrendChart } from "./TrendChart.tsx";
import { WaterfallChart } from "./WaterfallChart.tsx";

/** The charts that fit an answer. Each shows what a table below holds in full. */
export default function Charts({ result }: { result: Result }) {
  const currency = currencyOf(result.cost_analysis);
  const [steps, stack] = [waterfallOf(result), stackOf(result)];
  // groups over time show both
  const [points, bars] = stack ? [[], []] : [pointsOf(result), barsOf(result)];
  return (
    <>
      {steps.length > 0 && (
        <Figure title="What changed" summary={`${steps.length - 2} drivers from the amount before to the amount now.`}>
          <WaterfallChart steps={steps} currency={currency} />
        </Figure>
      )}
      {stack && (
        <Figure title="Breakdown over time" summary={`${stack.names.length} groups at ${stack.points.length} points.`}>
          <StackedChart stack={stack} currency={currency} />
        </Figure>
      )}
      {points.length > 1 && (
        <Figure title={result.cost_analysis?.forecast ? "Added up over time" : "Over time"} summary={`${points.length} points.`}>
          <TrendChart points={points} currency={currency} />
        </Figure>
      )}
      {bars.length > 1 && (
        <Figure title="Breakdown" summary={`${bars.length} bars, largest first.`}>
          <BreakdownChart bars={bars} currency={currency} />
        </Figure>
      )}
    </>
  );
}

interface FigureProps {
  readonly title: string;
  readonly summary: string;
  readonly children: ReactNode;
}

function Figure({ title, summary, children }: FigureProps) {
  return (
    <Container header={<Header variant="h3">{title}</Header>}>
      <figure className="chart" aria-label={`Chart: ${title}. ${summary} The table below holds the numbers.`}>
        {children}
      </figure>
    </Container>
  );
}
