import Alert from "@cloudscape-design/components/alert";
import { MISSING_HEADING, type MissingPart } from "./missing.ts";

/** What an answer lacks, and how to get it. */
export function MissingParts({ parts }: { parts: readonly MissingPart[] }) {
  return parts.map(({ name, reason, fix }) => (
    <Alert key={name + reason} type="warning" header={`${MISSING_HEADING}: ${name}`}>
      {reason} {fix}
    </Alert>
  ));
}
