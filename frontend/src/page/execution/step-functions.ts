import type { PageConfig } from "../config.ts";
import type { Definition } from "./definition.ts";

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED" | "PENDING_REDRIVE";

/** DescribeExecution's answer, as far as the page shows it. Times are epoch seconds. */
export interface Execution {
  readonly executionArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startDate: number;
  readonly stopDate?: number;
  readonly input?: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly redriveCount?: number;
  readonly redriveStatus?: string;
  readonly redriveStatusReason?: string;
}

/** One event of GetExecutionHistory; its details are under a name of their own for each type. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId?: number;
  readonly type: string;
  readonly timestamp: number;
  readonly [details: string]: unknown;
}

/** What there is to know about an execution. */
export interface ExecutionRecord {
  readonly execution: Execution;
  readonly definition: Definition;
  readonly events: readonly HistoryEvent[];
}

const PAGE_SIZE = 1000;

/** The ARN of an execution of the application's state machine. */
export function executionArn(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
}

/** Where AWS's console shows an execution. */
export function consoleAddress(arn: string): string {
  const region = arn.split(":")[3] ?? "us-east-1";
  return `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${arn}`;
}

/** An execution with its definition and all of its history. */
export async function readExecution(endpoint: string, arn: string): Promise<ExecutionRecord> {
  const [execution, machine, events] = await Promise.all([
    call<Execution>(endpoint, "DescribeExecution", { executionArn: arn }),
    call<{ definition: string }>(endpoint, "DescribeStateMachineForExecution", { executionArn: arn }),
    readHistory(endpoint, arn),
  ]);
  return { execution, definition: JSON.parse(machine.definition) as Definition, events };
}

/** Where Step Functions answers the page itself, and by which state machine; undefined on AWS. */
export function localStepFunctions({ stepFunctions }: PageConfig): { endpoint: string; arn: string } | undefined {
  if (!stepFunctions?.endpoint) return undefined;
  return { endpoint: stepFunctions.endpoint, arn: stepFunctions.stateMachineArn };
}

async function readHistory(endpoint: string, arn: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page: { events: HistoryEvent[]; nextToken?: string } = await call(endpoint, "GetExecutionHistory", {
      executionArn: arn,
      maxResults: PAGE_SIZE,
      ...(nextToken && { nextToken }),
    });
    events.push(...page.events);
    nextToken = page.nextToken;
  } while (nextToken);
  return events;
}

async function call<Answer>(endpoint: string, action: string, body: object): Promise<Answer> {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": `AWSStepFunctions.${action}` },
    body: JSON.stringify(body),
  });
  const content = (await answer.json()) as { message?: string };
  if (answer.ok) return content as Answer;
  throw new Error(content.message ?? "Step Functions refused.");
}
