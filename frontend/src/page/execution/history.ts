import { allStates, type Definition } from "./definition.ts";
import type { ExecutionStatus, HistoryEvent } from "./step-functions.ts";

export type StateStatus = "not started" | "running" | "succeeded" | "failed" | "aborted";

/** One try of a Task. Times are epoch seconds. */
export interface Try {
  readonly started: number;
  readonly ended?: number;
  readonly outcome: "running" | "succeeded" | "failed" | "timed out";
  readonly error?: string;
  readonly cause?: string;
}

/** What an execution's history tells about a state. */
export interface StateRecord {
  readonly status: StateStatus;
  readonly entered?: number;
  readonly left?: number;
  readonly input?: string;
  readonly output?: string;
  readonly tries: readonly Try[];
}

/** An event with the state it belongs to. */
export interface PlacedEvent {
  readonly event: HistoryEvent;
  readonly state: string | undefined;
}

interface Details {
  readonly name?: string;
  readonly input?: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

const NOT_STARTED: StateRecord = { status: "not started", tries: [] };
const FAILURES = new Set(["TaskFailed", "TaskTimedOut", "TaskSubmitFailed", "TaskStartFailed"]);

/** Each event with its state: its own, or that of the event before it in its branch. */
export function placedEvents(events: readonly HistoryEvent[], definition: Definition): PlacedEvent[] {
  const parents = new Map(allStates(definition).map(({ name, parent }) => [name, parent]));
  const stateOf = new Map<number, string | undefined>();
  return events.map((event) => {
    const before = stateOf.get(event.previousEventId ?? 0);
    const isOfParallel = event.type === "ParallelStateFailed" || event.type === "ParallelStateSucceeded";
    const ofBranch = isOfParallel && before && parents.get(before);
    const state = isOfExecution(event) ? undefined : (details(event).name ?? (ofBranch || before));
    stateOf.set(event.id, state);
    return { event, state };
  });
}

/** Every state as it is after these events. */
export function stateRecords(
  events: readonly PlacedEvent[],
  definition: Definition,
  status: ExecutionStatus,
): Map<string, StateRecord> {
  const records = new Map(allStates(definition).map(({ name }) => [name, NOT_STARTED]));
  for (const { event, state } of events) {
    if (event.type === "ExecutionRedriven") goOnAround(records);
    const record = state === undefined ? undefined : records.get(state);
    if (state !== undefined && record) records.set(state, after(record, event));
  }
  if (status === "RUNNING" || status === "PENDING_REDRIVE") return records;
  for (const [name, record] of records) {
    if (record.status === "running") records.set(name, { ...record, status: "aborted" });
  }
  return records;
}

/** An event's details, whatever their name. */
export function details(event: HistoryEvent): Details {
  const key = Object.keys(event).find((name) => name.endsWith("EventDetails"));
  return (key ? (event[key] as Details | undefined) : undefined) ?? {};
}

/** A redrive enters no Parallel state anew: those that failed with a branch of theirs run again. */
function goOnAround(records: Map<string, StateRecord>): void {
  for (const [name, record] of records) {
    if (record.status !== "failed" || record.tries.length > 0) continue;
    const { left: _left, ...rest } = record;
    records.set(name, { ...rest, status: "running" });
  }
}

function isOfExecution({ type }: HistoryEvent): boolean {
  return type.startsWith("Execution");
}

function after(record: StateRecord, event: HistoryEvent): StateRecord {
  const { type, timestamp } = event;
  const { input, output, error, cause } = details(event);
  if (type.endsWith("StateEntered")) {
    // a state entered again, by a redrive, keeps its tries
    return { status: "running", entered: timestamp, ...(input && { input }), tries: record.tries };
  }
  if (type.endsWith("StateExited")) {
    return { ...record, status: "succeeded", left: timestamp, ...(output && { output }) };
  }
  if (type === "TaskScheduled") {
    return { ...record, status: "running", tries: [...record.tries, { started: timestamp, outcome: "running" }] };
  }
  if (type === "TaskSucceeded") return withLastTry(record, { ended: timestamp, outcome: "succeeded" });
  if (FAILURES.has(type)) {
    const outcome = type === "TaskTimedOut" ? "timed out" : "failed";
    const failure = { ended: timestamp, outcome, ...(error && { error }), ...(cause && { cause }) } as const;
    return { ...withLastTry(record, failure), status: "failed", left: timestamp };
  }
  if (type === "ParallelStateFailed") return { ...record, status: "failed", left: timestamp };
  return record;
}

function withLastTry(record: StateRecord, change: Partial<Try>): StateRecord {
  const last = record.tries.at(-1);
  return last ? { ...record, tries: [...record.tries.slice(0, -1), { ...last, ...change }] } : record;
}
