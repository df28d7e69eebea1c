import type { Interpretation } from "../../client/index.ts";

const LABELS: Record<string, string> = {
  SERVICE: "Service",
  REGION: "Region",
  LINKED_ACCOUNT: "Account",
  USAGE_TYPE: "Usage type",
  OPERATION: "Operation",
  RECORD_TYPE: "Charge type",
  INSTANCE_TYPE: "Instance type",
  AZ: "Availability zone",
  PURCHASE_TYPE: "Purchase option",
};

const EMPTY: Record<string, string> = { REGION: "No region", SERVICE: "No service" };

/** A dimension in words. */
export function dimensionLabel(dimension: string): string {
  if (dimension.startsWith("TAG:")) return `Tag ${dimension.slice(4)}`;
  return LABELS[dimension] ?? dimension.toLowerCase().replaceAll("_", " ");
}

/** Names of accounts by their ids. */
export type AccountNames = Readonly<Record<string, string>>;

/** A value in words: an account by its name and id; a charge without a value in a dimension has the empty one. */
export function valueLabel(dimension: string | undefined, value: string, names: AccountNames = {}): string {
  if (dimension === "LINKED_ACCOUNT") return accountLabel(value, names);
  if (value !== "") return value;
  if (dimension?.startsWith("TAG:")) return "Untagged";
  return (dimension && EMPTY[dimension]) ?? "None";
}

/** An account by its name and id; one without a name by its id. */
export function accountLabel(account: string, names: AccountNames): string {
  const name = names[account];
  return name ? `${name} (${account})` : account || "None";
}

/** The dimensions that the keys of a result's rows are values of. */
export function keyDimensions({ groupBy }: Interpretation): readonly string[] {
  return groupBy.length > 0 ? groupBy : ["SERVICE"];
}

/** A row's keys in one line. */
export function keysLabel(dimensions: readonly string[], keys: readonly string[], names: AccountNames): string {
  return keys.map((key, index) => valueLabel(dimensions[index], key, names)).join(" · ");
}
