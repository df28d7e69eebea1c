import type { Result } from "../../client/index.ts";
import { sourceName } from "./sources.ts";

/** A part that an answer lacks: why, and what to do about it. */
export interface MissingPart {
  readonly name: string;
  readonly reason: string;
  readonly fix: string;
}

/** The heading of the answer's words under which it says the same. */
export const MISSING_HEADING = "Not available";

/** What an answer lacks, each once: the basis and the recommendations both name a source that could not be asked. */
export function missingOf({ basis, optimization_recommendations: savings }: Result): MissingPart[] {
  const named = [
    ...basis.degraded.map(({ what, reason, fix }) => ({ name: sourceName(what), reason, fix })),
    ...(savings?.unavailable ?? []).map(({ source, reason, fix }) => ({ name: sourceName(source), reason, fix })),
  ];
  return [...new Map(named.map((part) => [`${part.name}\n${part.reason}\n${part.fix}`, part])).values()];
}
