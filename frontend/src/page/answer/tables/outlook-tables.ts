import type { Anomaly, Budget, Commitment, Result } from "../../../client/index.ts";
import { accountLabel, type AccountNames } from "../dimensions.ts";
import { money, percent } from "../numbers.ts";
import { table, type Column, type Table } from "./table.ts";

const BUDGET_STATES: Record<Budget["state"], string> = {
  ok: "within its limit",
  forecast_to_exceed: "forecast to exceed its limit",
  exceeded: "exceeded",
};

export function budgetsTable(result: Result): Table | undefined {
  return table<Budget>(
    "Budgets",
    [
      { title: "Budget", value: (budget) => budget.name },
      { title: "State", value: (budget) => BUDGET_STATES[budget.state] },
      optional("Limit", (budget) => budget.limit, money),
      optional("Actual", (budget) => budget.actual, money),
      optional("Forecast", (budget) => budget.forecast, money),
      optional("Used", (budget) => budget.usedPercent, percent),
    ],
    result.cost_analysis?.budgets,
  );
}

export function anomaliesTable(result: Result): Table | undefined {
  return table<Anomaly>(
    "Anomalies",
    [
      { title: "From", value: (anomaly) => anomaly.start },
      { title: "To before", value: (anomaly) => anomaly.end ?? "goes on" },
      { title: "Root causes", value: (anomaly) => rootCauses(anomaly, result.accountNames ?? {}) },
      optional("Impact", (anomaly) => anomaly.impact, money),
      optional("Expected", (anomaly) => anomaly.expected, money),
      optional("Actual", (anomaly) => anomaly.actual, money),
    ],
    result.cost_analysis?.anomalies,
  );
}

export function commitmentsTable(result: Result): Table | undefined {
  return table<Commitment>(
    "Commitments",
    [
      { title: "Commitment", value: ({ kind }) => (kind === "savings_plans" ? "Savings Plans" : "Reservations") },
      optional("Coverage", (row) => row.coveragePercent, percent),
      optional("Utilization", (row) => row.utilizationPercent, percent),
      optional("Covered", (row) => row.coveredCost, money),
      optional("On demand", (row) => row.onDemandCost, money),
      optional("Committed", (row) => row.totalCommitment, money),
      optional("Unused", (row) => row.unusedCommitment, money),
      optional("Saved", (row) => row.netSavings, money),
    ],
    result.cost_analysis?.commitments,
  );
}

function optional<Row>(
  title: string,
  value: (row: Row) => string | null | undefined,
  shown: (value: string) => string,
): Column<Row> {
  return {
    title,
    numeric: true,
    value: (row) => value(row) ?? "",
    shown: (row) => {
      const found = value(row);
      return found ? shown(found) : "–";
    },
  };
}

function rootCauses({ rootCauses: causes = [] }: Anomaly, names: AccountNames): string {
  return causes
    .map(({ service, usageType, region, accountId }) =>
      [service, usageType, region, accountId && accountLabel(accountId, names)].filter(Boolean).join(", "),
    )
    .join("; ");
}
