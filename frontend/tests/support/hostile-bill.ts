import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const HEADER = "BilledCost,EffectiveCost,BillingCurrency,ChargeCategory,ChargePeriodStart,ChargePeriodEnd,ServiceName,x_UsageType,SubAccountId,ProviderName";

/** Names a bill should not have: they would run a script or fetch something, were they taken as they are. */
export const HOSTILE_NAMES = [
  "<img src=x onerror=window.hacked=1>",
  "<script>window.hacked=1</script>",
  "![](http://tracker.example/pixel.png)",
  "[click](javascript:window.hacked=1)",
  '"><svg onload=window.hacked=1>',
  "=HYPERLINK(1)",
];

/** A bill whose services have these names. */
export function billWithServices(names: readonly string[]): string {
  return bill(names.map((service, index) => ({ service, usageType: "Usage", amount: 100 - index })));
}

/** A bill with this many usage types, each with a long name. */
export function billWithUsageTypes(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => ({
    service: "Amazon Simple Storage Service",
    usageType: `Usage-${String(index).padStart(6, "0")}-${"x".repeat(450)}`,
    amount: 1 + (index % 97) / 100,
  }));
  return bill(rows);
}

interface Row {
  readonly service: string;
  readonly usageType: string;
  readonly amount: number;
}

function bill(rows: readonly Row[]): string {
  const lines = rows.map(({ service, usageType, amount }) =>
    [
      amount, amount, "USD", "Usage", "2026-02-10T00:00:00Z", "2026-02-11T00:00:00Z",
      `"${service.replaceAll('"', '""')}"`, usageType, "111122223333", "AWS",
    ].join(","),
  ); // prettier-ignore
  const file = join(mkdtempSync(join(tmpdir(), "bill-")), "focus.csv");
  writeFileSync(file, [HEADER, ...lines].join("\n") + "\n");
  return file;
}
