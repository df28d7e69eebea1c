const SOURCES: Record<string, string> = {
  "cost-optimization-hub": "Cost Optimization Hub",
  "trusted-advisor": "Trusted Advisor",
};

/** A source of savings by its full name; anything else as it is. */
export function sourceName(source: string): string {
  return SOURCES[source] ?? source;
}
