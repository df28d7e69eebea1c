import type { Recommendation, Result } from "../../../client/index.ts";
import { money } from "../numbers.ts";
import { table, type Table } from "./table.ts";

const SOURCES: Record<Recommendation["source"], string> = {
  "cost-optimization-hub": "Cost Optimization Hub",
  "trusted-advisor": "Trusted Advisor",
};

/** What can be done to save; amounts that overlap are marked, since they do not add up. */
export function recommendationsTable(result: Result): Table | undefined {
  return table<Recommendation>(
    "Recommendations",
    [
      { title: "Action", value: (item) => item.action, shown: (item) => words(item.action) },
      { title: "Resource", value: (item) => item.resourceId, shown: (item) => item.resourceId || "–" },
      {
        title: "Saves a month",
        numeric: true,
        value: (item) => item.estimatedMonthlySavings,
        shown: (item) => money(item.estimatedMonthlySavings),
      },
      { title: "Type", value: (item) => item.resourceType, shown: (item) => words(item.resourceType) },
      { title: "Account", value: (item) => item.accountId },
      { title: "Region", value: (item) => item.region },
      { title: "Effort", value: (item) => item.effort },
      { title: "Source", value: (item) => SOURCES[item.source] },
      { title: "Overlaps", value: (item) => (item.overlapsWith?.length ? "yes" : "no") },
    ],
    result.optimization_recommendations?.items,
  );
}

/** AWS writes names of actions and types as one word: PurchaseSavingsPlans. */
function words(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2");
}
