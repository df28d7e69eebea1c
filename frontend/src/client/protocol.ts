/** The protocol's messages. Made by `make types` from functions/protocol; not edited by hand. */

/**
 * A message of a job's journal.
 */
export type JobMessage = JobQueued | ProgressUpdate | JobCompleted | JobFailed | JobReplayed;
/**
 * What the server says.
 */
export type ServerMessage =
  | JobQueued
  | ProgressUpdate
  | JobCompleted
  | JobFailed
  | JobReplayed
  | Authenticated
  | Resumed
  | JobResultPart
  | Jobs
  | Pong
  | ErrorMessage;
/**
 * What a client may say.
 */
export type ClientMessage =
  Authenticate | FinopsQuery | Resume | GetResult | ListJobs | Replay | Cancel | Ping;

/**
 * A value first charged within the period.
 */
export interface Adopted {
  keys: string[];
  firstSeen: string;
  amount: string;
}
/**
 * A detected anomaly; `end` is exclusive and null while it goes on.
 */
export interface Anomaly {
  id: string;
  start: string;
  end?: string | null;
  impact: string;
  expected?: string | null;
  actual?: string | null;
  rootCauses: AnomalyRootCause[];
}
/**
 * What Cost Anomaly Detection holds responsible, as far as it says.
 */
export interface AnomalyRootCause {
  service?: string | null;
  region?: string | null;
  accountId?: string | null;
  usageType?: string | null;
  impact?: string | null;
}
/**
 * Who the client is: only `token` is trusted; the others count where claims are allowed.
 */
export interface Authenticate {
  action: "authenticate";
  token?: string | null;
  userId?: string | null;
  username?: string | null;
}
/**
 * The connection is the user's until `expires_at` (epoch seconds).
 */
export interface Authenticated {
  type: "authenticated";
  message: string;
  userId: string;
  connectionId: string;
  expiresAt: number;
  jobs: JobSummary[];
}
/**
 * A job in a list; times are UTC, ISO 8601.
 */
export interface JobSummary {
  jobId: string;
  query: string;
  status: "queued" | "running" | "completed" | "failed";
  attempt: number;
  progress: number;
  lastSeq: number;
  createdAt: string;
  endedAt?: string | null;
  errorCode?: string | null;
  replayable?: boolean | null;
}
/**
 * What the answer rests on. `requestCount` and `queryCostUsd` count the paid pages fetched for it.
 */
export interface Basis {
  requests: RequestMade[];
  requestCount: number;
  queryCostUsd: string;
  degraded: Degraded[];
}
/**
 * One request to a paid or free API, with its parameters as sent.
 */
export interface RequestMade {
  api: string;
  parameters: {
    [k: string]: unknown;
  };
  pages: number;
  cached: boolean;
  dataAsOf?: string | null;
  purpose: "answer" | "catalog";
}
/**
 * A part of the answer that is missing: why, and the exact thing to do about it.
 */
export interface Degraded {
  what: string;
  reason: string;
  fix: string;
}
/**
 * A budget with what is spent and forecast against it.
 */
export interface Budget {
  name: string;
  limit: string;
  actual: string;
  forecast?: string | null;
  state: "ok" | "forecast_to_exceed" | "exceeded";
  timeUnit: string;
  usedPercent?: string | null;
  recommended: boolean;
}
/**
 * A job to stop.
 */
export interface Cancel {
  action: "cancel";
  jobId: string;
}
/**
 * Values of RECORD_TYPE the question asks for or leaves out; both empty: all charges.
 */
export interface ChargeTypes {
  include: string[];
  exclude: string[];
}
/**
 * Coverage and utilisation of one kind of commitment in the period; percentages run 0 to 100.
 */
export interface Commitment {
  kind: "savings_plans" | "reservations";
  coveragePercent?: string | null;
  coveredCost?: string | null;
  onDemandCost?: string | null;
  utilizationPercent?: string | null;
  usedCommitment?: string | null;
  unusedCommitment?: string | null;
  totalCommitment?: string | null;
  netSavings?: string | null;
}
/**
 * Later minus earlier; `deltaPercent` is null when the earlier amount is zero or less.
 */
export interface Comparison {
  current: string;
  previous: string;
  delta: string;
  deltaPercent?: string | null;
}
/**
 * What the bill says; every list is there only where the question asks for it.
 *
 * `currency` is that of every amount in it, also where there is no total.
 */
export interface CostAnalysis {
  currency?: string | null;
  total?: Money | null;
  groups?: Group[] | null;
  series?: SeriesPoint[] | null;
  comparison?: Comparison | null;
  drivers?: Driver[] | null;
  reconciliation?: ReconciliationLine[] | null;
  adopted?: Adopted[] | null;
  forecast?: Forecast | null;
  budgets?: Budget[] | null;
  anomalies?: Anomaly[] | null;
  commitments?: Commitment[] | null;
  figures: Figure[];
}
/**
 * An amount in the bill's currency, in full precision.
 */
export interface Money {
  amount: string;
  currency: string;
}
/**
 * One row of a breakdown; `keys` in the order of `groupBy`, `share` a fraction of the total.
 *
 * `series` is there where the question asks for groups over time; it sums to `amount`.
 */
export interface Group {
  keys: string[];
  amount: string;
  share?: string | null;
  series?: SeriesPoint[] | null;
}
/**
 * The amount of one day, hour or month (clipped to the period).
 *
 * `low` and `high` are there where it is a forecast: its prediction interval.
 */
export interface SeriesPoint {
  start: string;
  end: string;
  amount: string;
  estimated: boolean;
  low?: string | null;
  high?: string | null;
}
/**
 * A part of a delta; all drivers sum exactly to it.
 *
 * Where several causes made it and quantities tell them apart, `byUsage`, `byPrice` and `byOther` (credits,
 * tax and whatever has no usage) are what each made of it; they sum to `delta`.
 */
export interface Driver {
  keys: string[];
  delta: string;
  kind: "new" | "gone" | "usage" | "price" | "usage_and_price";
  byUsage?: string | null;
  byPrice?: string | null;
  byOther?: string | null;
}
/**
 * The amount of one RECORD_TYPE; the lines sum exactly to the total.
 */
export interface ReconciliationLine {
  chargeType: string;
  amount: string;
}
/**
 * The expected amount of a period with its prediction interval (null bounds: none could be had).
 */
export interface Forecast {
  amount: string;
  low?: string | null;
  high?: string | null;
  period: Period;
}
/**
 * Whole UTC days from `start` to before `end`; `partial` when it is still under way.
 */
export interface Period {
  start: string;
  end: string;
  label: string;
  partial: boolean;
}
/**
 * A number the answer names that has no place elsewhere: an average, a share, a total before credits.
 *
 * `unit` is a currency code, `%` (0 to 100), `count`, or a currency per unit such as `USD/day`. `of` is
 * the one day (2026-05-01), month (2026-05) or value of a dimension that the figure was found to be of.
 */
export interface Figure {
  id: string;
  label: string;
  value: string;
  unit: string;
  of?: string | null;
}
/**
 * A refusal; `retry_after` is in seconds.
 */
export interface ErrorMessage {
  type: "error";
  code:
    | "unauthorized"
    | "unauthenticated"
    | "malformed_message"
    | "unknown_action"
    | "invalid_request"
    | "request_conflict"
    | "unknown_job"
    | "not_replayable"
    | "not_cancellable"
    | "rate_limited"
    | "too_large"
    | "internal_error";
  message: string;
  requestId?: string | null;
  jobId?: string | null;
  retryAfter?: number | null;
}
/**
 * A question; `request_id` makes a resend harmless.
 */
export interface FinopsQuery {
  action: "finops_query";
  query: string;
  requestId?: string | null;
  conversationId?: string | null;
  options?: QueryOptions;
}
/**
 * `today`: answer as of this day.
 */
export interface QueryOptions {
  today?: string | null;
}
/**
 * One part of a result, from 1.
 */
export interface GetResult {
  action: "get_result";
  jobId: string;
  part: number;
}
/**
 * How a question was understood, as `result.interpretation` says it.
 */
export interface Interpretation {
  intent:
    | "spend"
    | "breakdown"
    | "trend"
    | "compare"
    | "explain"
    | "adoption"
    | "forecast"
    | "budget"
    | "anomaly"
    | "commitment"
    | "savings"
    | "charges"
    | "unit_cost"
    | "assessment"
    | "clarify";
  period?: Period | null;
  comparePeriod?: Period | null;
  granularity: "DAILY" | "MONTHLY" | "HOURLY";
  metric:
    | "UnblendedCost"
    | "BlendedCost"
    | "AmortizedCost"
    | "NetUnblendedCost"
    | "NetAmortizedCost"
    | "UsageQuantity"
    | "NormalizedUsageAmount";
  chargeTypes: ChargeTypes;
  filters: {
    [k: string]: string[];
  };
  exclude: {
    [k: string]: string[];
  };
  groupBy: string[];
  limit?: number | null;
  needs: Needs;
  assumptions: string[];
}
/**
 * The steps an answer takes.
 */
export interface Needs {
  cost: boolean;
  advisor: boolean;
}
/**
 * The end of an attempt that has its answer; `result` is null when it is no longer kept.
 */
export interface JobCompleted {
  type: "job_completed";
  jobId: string;
  seq: number;
  attempt: number;
  timestamp: number;
  progress: 100;
  result?: Result | null;
}
/**
 * A job's answer. Its own field names are the earlier system's.
 *
 * `accountNames` (id to name) is there where the result names accounts that have names, and holds no others.
 */
export interface Result {
  agent: string;
  query: string;
  response: string;
  interpretation: Interpretation;
  cost_analysis?: CostAnalysis | null;
  optimization_recommendations?: OptimizationRecommendations | null;
  basis: Basis;
  accountNames?: {
    [k: string]: string;
  } | null;
  complete: boolean;
  parts?: number | null;
}
/**
 * Savings with overlaps removed from the total. `groups` are there where the question asks by one.
 */
export interface OptimizationRecommendations {
  totalMonthlySavings?: string | null;
  items: Recommendation[];
  groups?: SavingsGroup[] | null;
  unavailable: UnavailableSource[];
}
/**
 * One way to save, best action a resource; `overlapsWith` names what it must not be added to.
 */
export interface Recommendation {
  id: string;
  source: "cost-optimization-hub" | "trusted-advisor";
  resourceType: string;
  resourceId: string;
  accountId: string;
  region: string;
  action: string;
  estimatedMonthlySavings: string;
  effort: string;
  overlapsWith?: string[] | null;
}
/**
 * What one account, region or resource type could save; `key` is empty where the source names none.
 *
 * Overlaps are removed within a group, not between groups: they may sum to more than the total.
 */
export interface SavingsGroup {
  key: string;
  recommendations: number;
  totalMonthlySavings: string;
}
/**
 * A source that could not be asked: why, and the exact thing to do about it.
 */
export interface UnavailableSource {
  source: string;
  reason: string;
  fix: string;
}
/**
 * The end of an attempt that has none; `failed_step` is null when the job was cancelled.
 *
 * `execution_url` is where the execution is shown, in the copies of operators.
 */
export interface JobFailed {
  type: "job_failed";
  jobId: string;
  seq: number;
  attempt: number;
  timestamp: number;
  error: string;
  errorCode: "step_failed" | "timed_out" | "cancelled" | "never_started";
  failedStep?: string | null;
  replayable: boolean;
  executionUrl?: string | null;
}
/**
 * A question was taken; `duplicate` when it had been sent before.
 *
 * `execution_url` is where the execution is shown, in the copies of operators.
 */
export interface JobQueued {
  type: "job_queued";
  jobId: string;
  seq: number;
  attempt: number;
  timestamp: number;
  message: string;
  query: string;
  progress: number;
  requestId?: string | null;
  duplicate?: boolean | null;
  executionUrl?: string | null;
}
/**
 * The beginning of another attempt.
 */
export interface JobReplayed {
  type: "job_replayed";
  jobId: string;
  seq: number;
  attempt: number;
  timestamp: number;
  mode: "redrive" | "restart";
  reason?: string | null;
}
/**
 * A slice of the result's JSON text.
 */
export interface JobResultPart {
  type: "job_result_part";
  jobId: string;
  part: number;
  parts: number;
  data: string;
}
/**
 * A page of jobs, newest first; `cursor` asks for the next.
 */
export interface Jobs {
  type: "jobs";
  jobs: JobSummary[];
  cursor?: string | null;
}
/**
 * A page of the caller's jobs, or for an operator of everybody's (`all`).
 */
export interface ListJobs {
  action: "list_jobs";
  limit?: number;
  cursor?: string | null;
  all?: boolean;
}
/**
 * A heartbeat; its time goes back as it came, so that a text stays one, "NaN" among them.
 */
export interface Ping {
  action: "ping";
  timestamp?: number | string | null;
}
/**
 * The answer to a ping, with the ping's own time.
 */
export interface Pong {
  type: "pong";
  action: "pong";
  timestamp?: number | string | null;
}
/**
 * A step says how far it is; `detail` is what it found so far.
 */
export interface ProgressUpdate {
  type: "progress_update";
  jobId: string;
  seq: number;
  attempt: number;
  timestamp: number;
  status: "processing";
  step: string;
  message: string;
  progress: number;
  detail?: {
    [k: string]: unknown;
  } | null;
}
/**
 * A failed job to go on with (`redrive`), or to run from its beginning (`restart`).
 */
export interface Replay {
  action: "replay";
  jobId: string;
  mode?: "redrive" | "restart";
}
/**
 * Every message of a job after the last `seq` seen.
 */
export interface Resume {
  action: "resume";
  jobId: string;
  after: number;
}
/**
 * The end of a resume; `recovered` is False when the cursor named no place in the journal.
 */
export interface Resumed {
  type: "resumed";
  jobId: string;
  recovered: boolean;
  lastSeq: number;
}
