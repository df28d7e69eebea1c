import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Button from "@cloudscape-design/components/button";
import { useState, type ReactNode } from "react";
import type { Interpretation } from "../../client/index.ts";
import { dimensionLabel, valueLabel, type AccountNames } from "./dimensions.ts";
import { PeriodForm } from "./PeriodForm.tsx";
import { canBeReworded, inWords } from "./question-words.ts";

const PERIODS = [
  "this month", "last month", "last 7 days", "last 30 days", "last 3 months", "last 6 months", "this year", "last year",
]; // prettier-ignore
const GROUPS = ["SERVICE", "REGION", "LINKED_ACCOUNT", "USAGE_TYPE", "RECORD_TYPE"];
const OTHER_DATES = "other";

interface ChipsProps {
  readonly interpretation: Interpretation;
  readonly accountNames: AccountNames;
  readonly onAsk: (question: string) => void;
}

/** How the question was understood. What can be changed is a button, and asks the changed question. */
export function InterpretationChips({ interpretation, accountNames, onAsk }: ChipsProps) {
  const [choosingDates, chooseDates] = useState(false);
  const { intent, period, comparePeriod, granularity, metric, chargeTypes, filters, exclude, groupBy } = interpretation;
  const editable = canBeReworded(interpretation);
  const askAnew = (changes: Partial<Interpretation>) =>
    onAsk(inWords({ interpretation: { ...interpretation, ...changes } }));
  const askFor = (words: string) => onAsk(inWords({ interpretation, period: words }));
  return (
    <div className="interpretation">
      <ul className="chips" aria-label="How the question was understood">
        <Chip label="Question">{INTENTS[intent]}</Chip>
        {period && !editable && <Chip label="Period">{period.label}</Chip>}
        {period && editable && (
          <li>
            <ButtonDropdown
              items={[...PERIODS.map((id) => ({ id, text: capitalised(id) })), { id: OTHER_DATES, text: "Other dates…" }]}
              onItemClick={({ detail }) => (detail.id === OTHER_DATES ? chooseDates(true) : askFor(detail.id))}
            >
              {`Period: ${period.label}`}
            </ButtonDropdown>
          </li>
        )}
        {comparePeriod && <Chip label="Against">{comparePeriod.label}</Chip>}
        <Filters filters={filters} names={accountNames} {...(editable && { onRemove: (rest) => askAnew({ filters: rest }) })} />
        <Filters filters={exclude} names={accountNames} without {...(editable && { onRemove: (rest) => askAnew({ exclude: rest }) })} />
        {(groupBy.length > 0 || intent === "spend") && (
          <Grouping groupBy={groupBy} onChoose={editable ? (chosen) => askAnew(grouped(interpretation, chosen)) : undefined} />
        )}
        {intent === "trend" && <Chip label="Step">{capitalised(granularity.toLowerCase())}</Chip>}
        {chargeTypes.include.length > 0 && <Chip label="Only">{chargeTypes.include.join(", ")}</Chip>}
        {chargeTypes.exclude.length > 0 && <Chip label="Without">{chargeTypes.exclude.join(", ")}</Chip>}
        {metric !== "UnblendedCost" && <Chip label="Cost basis">{metric}</Chip>}
      </ul>
      {choosingDates && period && (
        <PeriodForm
          period={period}
          onCancel={() => chooseDates(false)}
          onChoose={(words) => {
            chooseDates(false);
            askFor(words);
          }}
        />
      )}
      {interpretation.assumptions.length > 0 && (
        <ul className="assumptions" aria-label="Assumptions">
          {interpretation.assumptions.map((assumption) => (
            <li key={assumption}>{assumption}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Chip({ label, children }: { label: string; children: ReactNode }) {
  return (
    <li className="chip">
      <span className="chip-label">{label}</span> <span className="chip-value">{children}</span>
    </li>
  );
}

interface FiltersProps {
  readonly filters: Record<string, string[]>;
  readonly names: AccountNames;
  readonly without?: boolean;
  readonly onRemove?: (rest: Record<string, string[]>) => void;
}

function Filters({ filters, names, without = false, onRemove }: FiltersProps) {
  return Object.entries(filters).map(([dimension, values]) => {
    const label = (without ? "Without " : "") + dimensionLabel(dimension).toLowerCase();
    const shown = values.map((value) => valueLabel(dimension, value, names)).join(", ");
    const { [dimension]: _removed, ...rest } = filters;
    return (
      <li className="chip" key={dimension}>
        <span className="chip-label">{capitalised(label)}</span> <span className="chip-value">{shown}</span>
        {onRemove && (
          <Button
            variant="inline-icon"
            iconName="close"
            ariaLabel={`Ask without the filter ${label}: ${shown}`}
            onClick={() => onRemove(rest)}
          />
        )}
      </li>
    );
  });
}

interface GroupingProps {
  readonly groupBy: readonly string[];
  readonly onChoose: ((dimension: string | undefined) => void) | undefined;
}

function Grouping({ groupBy, onChoose }: GroupingProps) {
  const shown = groupBy.map(dimensionLabel).join(", ") || "none";
  if (!onChoose) return <Chip label="Grouped by">{shown}</Chip>;
  const items = GROUPS.map((id) => ({ id, text: dimensionLabel(id) }));
  return (
    <li>
      <ButtonDropdown
        items={groupBy.length > 0 ? [...items, { id: "", text: "Nothing" }] : items}
        onItemClick={({ detail }) => onChoose(detail.id || undefined)}
      >
        {`Grouped by: ${shown}`}
      </ButtonDropdown>
    </li>
  );
}

/** A total that is broken down is a breakdown, and a breakdown by nothing a total. */
function grouped({ intent }: Interpretation, dimension: string | undefined): Partial<Interpretation> {
  const groupBy = dimension ? [dimension] : [];
  if (intent === "spend" && dimension) return { intent: "breakdown", groupBy };
  if (intent === "breakdown" && !dimension) return { intent: "spend", groupBy, limit: null };
  return { groupBy };
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const INTENTS: Record<Interpretation["intent"], string> = {
  spend: "Spend",
  breakdown: "Breakdown",
  trend: "Trend",
  compare: "Comparison",
  explain: "What changed",
  adoption: "New use",
  forecast: "Forecast",
  budget: "Budgets",
  anomaly: "Anomalies",
  commitment: "Commitments",
  savings: "Savings",
  charges: "Charges",
  unit_cost: "Unit cost",
  assessment: "Assessment",
  clarify: "Unclear",
};
