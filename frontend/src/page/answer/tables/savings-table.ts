import type { Recommendation, Result } from "../../../client/index.ts";
import { money } from "../numbers.ts";
import { table, type Table } from "./table.ts";

const SOURCES: Record<Recommendation["source"], string> = {
  "cost-optimization-hub": "Cost Optimization Hub",
  "trusted-advisor": "Trusted Advisor",
};

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
      { title: "Effort", value: (item) => item.effort, shown: (item) => words(item.effort) },
      { title: "Source", value: (item) => SOURCES[item.source] },
      { title: "Overlaps", value: (item) => (item.overlapsWith?.length ? "yes" : "no") },
    ],
    result.optimization_recommendations?.items,
  );
}

/** AWS writes names of actions and types as one word: PurchaseSavingsPlans, RdsDbInstance. */
export function words(name: string): string {
  const apart = name.replaceAll(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, "$1$3 $2$4");
  return apart.replaceAll(SPELT, (written) => SPELLING[written] ?? written);
}
