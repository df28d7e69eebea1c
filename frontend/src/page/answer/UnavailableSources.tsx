import Alert from "@cloudscape-design/components/alert";
import type { UnavailableSource } from "../../client/index.ts";

/** Sources of savings that could not be asked, and what to do about it. */
export function UnavailableSources({ sources }: { sources: readonly UnavailableSource[] }) {
  return sources.map(({ source, reason, fix }) => (
    <Alert key={source} type="warning" header={`Not available: ${source}`}>
      {reason} {fix}
    </Alert>
  ));
}
