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

/** A value in words: a charge without one in a dimension has the empty value. */
export function valueLabel(dimension: string | undefined, value: string): string {
  if (value !== "") return value;
  if (dimension?.startsWith("TAG:")) return "Untagged";
  return (dimension && EMPTY[dimension]) ?? "None";
}

/** The dimensions that the keys of a result's rows are values of. */
export function keyDimensions({ groupBy }: Interpretation): readonly string[] {
  return groupBy.length > 0 ? groupBy : ["SERVICE"];
}

/** A row's keys in one line. */
export function keysLabel(dimensions: readonly string[], keys: readonly string[]): string {
  return keys.map((key, index) => valueLabel(dimensions[index], key)).join(" · ");
}
