import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import { causeText } from "./cause.ts";
import type { State } from "./definition.ts";
import type { StateRecord, Try } from "./history.ts";
import { Json } from "./Json.tsx";
import { duration, time } from "./times.ts";

interface StateDetailsProps {
  readonly name: string;
  readonly state: State | undefined;
  readonly record: StateRecord;
}

/** What happened in a state: its tries, how long it took, what went in and came out. */
export function StateDetails({ name, state, record }: StateDetailsProps) {
  const { status, entered, left, input, output, tries } = record;
  return (
    <Container header={<Header variant="h2">{name}</Header>}>
      <div aria-live="polite">
        {state?.Comment && <p className="quiet">{state.Comment}</p>}
        <dl className="key-figures">
          <Fact title="Status">{status}</Fact>
          <Fact title="Type">{state?.Type ?? ""}</Fact>
          <Fact title="Entered">{entered === undefined ? "–" : time(entered)}</Fact>
          <Fact title="Duration">{duration(entered, left)}</Fact>
        </dl>
        {tries.length > 0 && <Tries tries={tries} />}
      </div>
      {input !== undefined && (
        <ExpandableSection headerText="Input">
          <Json text={input} label={`Input of ${name}`} />
        </ExpandableSection>
      )}
      {output !== undefined && (
        <ExpandableSection headerText="Output">
          <Json text={output} label={`Output of ${name}`} />
        </ExpandableSection>
      )}
      {state && (
        <ExpandableSection headerText="Definition">
          <Json text={JSON.stringify(state)} label={`Definition of ${name}`} />
        </ExpandableSection>
      )}
    </Container>
  );
}

function Fact({ title, children }: { title: string; children: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Tries({ tries }: { tries: readonly Try[] }) {
  return (
    <>
      <h3>Tries</h3>
      <ol className="tries">
        {tries.map(({ started, ended, outcome, error, cause }) => (
          <li key={started}>
            {outcome}, {duration(started, ended)}
            {error && (
              <p className="reason">
                <strong>{error}</strong> {causeText(cause)}
              </p>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
