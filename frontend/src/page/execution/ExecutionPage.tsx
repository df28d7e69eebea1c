import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { useMemo, useState } from "react";
import { useFinOps } from "../finops.tsx";
import { jobHash } from "../route.ts";
import { Loading } from "../shell/Loading.tsx";
import { useTitle } from "../shell/use-title.ts";
import { allStates } from "./definition.ts";
import { causeText } from "./cause.ts";
import { EventHistory } from "./EventHistory.tsx";
import { placedEvents, stateRecords, type StateRecord } from "./history.ts";
import { RedriveButton } from "./RedriveButton.tsx";
import { StateDetails } from "./StateDetails.tsx";
import { StateGraph } from "./StateGraph.tsx";
import {
  consoleAddress,
  executionArn,
  type Execution,
  type ExecutionRecord,
  type ExecutionStatus,
} from "./step-functions.ts";
import { duration } from "./times.ts";
import { useExecution } from "./use-execution.ts";
import "./execution.css";

/** What the Step Functions console shows of an execution; on AWS, the way there. */
export default function ExecutionPage({ name }: { name: string }) {
  const { config } = useFinOps();
  const { record, problem } = useExecution(name);
  useTitle("Execution");
  if (!config.stepFunctions?.endpoint) {
    return <OnAws arn={config.stepFunctions && executionArn(config.stepFunctions.stateMachineArn, name)} />;
  }
  return (
    <div className="execution">
      <h1>Execution</h1>
      {problem && !record && (
        <Alert type="error" header="This execution cannot be shown">
          {problem.message}
        </Alert>
      )}
      {!record && !problem && <Loading what="execution" />}
      {record && <Details record={record} />}
    </div>
  );
}

function Details({ record }: { record: ExecutionRecord }) {
  const { execution, definition } = record;
  const [chosen, choose] = useState<string>();
  const events = useMemo(() => placedEvents(record.events, definition), [record.events, definition]);
  const records = useMemo(
    () => stateRecords(events, definition, execution.status),
    [events, definition, execution.status],
  );
  const selected = chosen ?? firstToShow(records);
  const jobId = jobOf(execution);
  const state = allStates(definition).find(({ name }) => name === selected)?.state;
  const selectedRecord = selected === undefined ? undefined : records.get(selected);
  return (
    <>
      <dl className="key-figures" aria-label="Summary">
        <div>
          <dt>Status</dt>
          <dd>
            <StatusIndicator type={STATUS[execution.status]}>{execution.status}</StatusIndicator>
          </dd>
        </div>
        <div>
          <dt>Duration</dt>
          <dd>{duration(execution.startDate, execution.stopDate)}</dd>
        </div>
        <div>
          <dt>Redrives</dt>
          <dd>{execution.redriveCount ?? 0}</dd>
        </div>
        <div>
          <dt>Name</dt>
          <dd className="name">{execution.name}</dd>
        </div>
      </dl>
      <div className="actions">
        {jobId && <Button href={jobHash(jobId)}>Question and answer</Button>}
        {jobId && isOver(execution.status) && <RedriveButton jobId={jobId} execution={execution} />}
      </div>
      {execution.error && (
        <Alert type="error" header={execution.error}>
          {causeText(execution.cause)}
        </Alert>
      )}
      <div className="execution-columns">
        <section aria-label="State machine">
          <StateGraph definition={definition} records={records} selected={selected} onSelect={choose} />
        </section>
        {selected && selectedRecord && <StateDetails name={selected} state={state} record={selectedRecord} />}
      </div>
      <EventHistory events={events} />
    </>
  );
}

function OnAws({ arn }: { arn: string | undefined }) {
  return (
    <div className="execution">
      <h1>Execution</h1>
      {arn ? (
        <>
          <p>The Step Functions console shows this execution, its events, and its redrive.</p>
          <Button variant="primary" iconName="external" iconAlign="right" href={consoleAddress(arn)} target="_blank">
            Open in the Step Functions console
          </Button>
        </>
      ) : (
        <Alert type="info" header="The console shows executions">
          This page does not know the state machine: put its ARN into config.json as stepFunctions.stateMachineArn.
        </Alert>
      )}
    </div>
  );
}

/** What failed, else what runs, else where everything begins. */
function firstToShow(records: ReadonlyMap<string, StateRecord>): string | undefined {
  const all = [...records];
  const withTries = all.filter(([, { tries }]) => tries.length > 0);
  const found =
    withTries.find(([, { status }]) => status === "failed") ??
    withTries.find(([, { status }]) => status === "running") ??
    all[0];
  return found?.[0];
}

function jobOf({ input }: Execution): string | undefined {
  try {
    return (JSON.parse(input ?? "") as { job?: { jobId?: string } }).job?.jobId;
  } catch {
    return undefined;
  }
}

function isOver(status: ExecutionStatus): boolean {
  return status === "FAILED" || status === "TIMED_OUT" || status === "ABORTED";
}

const STATUS: Record<ExecutionStatus, StatusIndicatorProps.Type> = {
  RUNNING: "in-progress",
  SUCCEEDED: "success",
  FAILED: "error",
  TIMED_OUT: "error",
  ABORTED: "stopped",
  PENDING_REDRIVE: "pending",
};
