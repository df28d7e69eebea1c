import type { Recommendation, Result, SavingsGroup } from "../../../client/index.ts";
import { accountLabel, dimensionLabel, valueLabel } from "../dimensions.ts";
import { money } from "../numbers.ts";
import { sourceName } from "../sources.ts";
import { accountNameColumn } from "./key-columns.ts";
import { table, type Table } from "./table.ts";

const SPELLING: Record<string, string> = {
  Db: "DB",
  "Dynamo DB": "DynamoDB",
  Ebs: "EBS",
  Ec2: "EC2",
  Ecs: "ECS",
  "Elasti Cache": "ElastiCache",
  Ip: "IP",
  Nat: "NAT",
  "Open Search": "OpenSearch",
  Rds: "RDS",
  "Sage Maker": "SageMaker",
};
const SPELT = new RegExp(String.raw`\b(?:${Object.keys(SPELLING).join("|")})\b`, "g");

/** What each account, region or kind of resource could save. */
export function savingsGroupsTable(result: Result): Table | undefined {
  const by = result.interpretation.groupBy[0];
  return table<SavingsGroup>(
    "Savings by group",
    [
      {
        title: by === "SERVICE" || !by ? "Kind of resource" : dimensionLabel(by),
        value: (group) => group.key,
        shown: ({ key }) => (by === "SERVICE" ? words(key) : valueLabel(by, key, result.accountNames ?? {})),
      },
      { title: "Recommendations", numeric: true, value: (group) => String(group.recommendations) },
      {
        title: "Saves a month",
        numeric: true,
        value: (group) => group.totalMonthlySavings,
        shown: (group) => money(group.totalMonthlySavings),
      },
    ],
    result.optimization_recommendations?.groups,
  );
}

/** What can be done to save; amounts that overlap are marked, since they do not add up. */
export function recommendationsTable(result: Result): Table | undefined {
  const items = result.optimization_recommendations?.items;
  const overlaps = items?.some(overlapsAnother);
  return table<Recommendation>(
    "Recommendations",
    [
      { title: "Action", value: (item) => item.action, shown: (item) => words(item.action) },
      { title: "Resource", value: (item) => item.resourceId, shown: resource },
      {
        title: "Saves a month",
        numeric: true,
        value: (item) => item.estimatedMonthlySavings,
        shown: (item) => money(item.estimatedMonthlySavings),
      },
      { title: "Type", value: (item) => item.resourceType, fileOnly: true },
      { title: "Account", value: (item) => item.accountId, shown: (item) => accountLabel(item.accountId, result.accountNames ?? {}) },
      accountNameColumn(result, (item) => item.accountId),
      { title: "Region", value: (item) => item.region },
      { title: "Effort", value: (item) => item.effort, shown: (item) => words(item.effort) },
      { title: "Source", value: (item) => sourceName(item.source) },
      { title: "Overlaps", value: (item) => (overlapsAnother(item) ? "yes" : "no") },
    ],
    items,
    overlaps ? "Recommendations that overlap are alternatives of one another, and count once in the total." : undefined,
  );
}

function overlapsAnother({ overlapsWith }: Recommendation): boolean {
  return Boolean(overlapsWith?.length);
}

/** The kind of resource and its id, where it is a single one. */
function resource({ resourceType, resourceId }: Recommendation): string {
  return [words(resourceType), resourceId].filter(Boolean).join(" ") || "–";
}

/** AWS writes names of actions and types as one word: PurchaseSavingsPlans, RdsDbInstance. */
export function words(name: string): string {
  const apart = name.replaceAll(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, "$1$3 $2$4");
  return apart.replaceAll(SPELT, (written) => SPELLING[written] ?? written);
}
