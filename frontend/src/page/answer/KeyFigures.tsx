import Container from "@cloudscape-design/components/container";
import type { CostAnalysis } from "../../client/index.ts";
import { change, currencyOf, figure, money, percent } from "./numbers.ts";

interface KeyFigure {
  readonly label: string;
  readonly value: string;
}

/** The single numbers of an answer, side by side. */
export function KeyFigures({ cost }: { cost: CostAnalysis }) {
  const figures = keyFigures(cost);
  if (figures.length < 2) return null;
  return (
    <Container>
      <dl className="key-figures" aria-label="Key figures">
        {figures.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Container>
  );
}

function keyFigures(analysis: CostAnalysis): KeyFigure[] {
  const { total, comparison, forecast, figures } = analysis;
  const currency = currencyOf(analysis);
  const found: KeyFigure[] = [];
  if (total && !comparison) found.push({ label: "Total", value: money(total.amount, currency) });
  if (comparison) {
    const { current, previous, delta, deltaPercent } = comparison;
    const part = deltaPercent ? ` (${Number(deltaPercent) > 0 ? "+" : ""}${percent(deltaPercent)})` : "";
    found.push({ label: "Now", value: money(current, currency) });
    found.push({ label: "Before", value: money(previous, currency) });
    found.push({ label: "Change", value: change(delta, currency) + part });
  }
  if (forecast) {
    found.push({ label: `Expected, ${forecast.period.label}`, value: money(forecast.amount, currency) });
    if (forecast.low && forecast.high) {
      found.push({ label: "Between", value: `${money(forecast.low, currency)} and ${money(forecast.high, currency)}` });
    }
  }
  const others = figures.map(({ label, value, unit }) => ({ label, value: figure(value, unit) }));
  return [...found, ...others];
}
