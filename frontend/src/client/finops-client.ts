import { DEFAULT_BACKOFF, type Backoff } from "./backoff.ts";
import { Connection, type ConnectionState } from "./connection.ts";
import { ConnectionLost } from "./errors.ts";
import { FollowedJobs } from "./followed-jobs.ts";
import type { Job } from "./job.ts";
import { PendingRequests, type RequestOptions } from "./pending-requests.ts";
import type {
  Authenticated,
  ClientMessage,
  FinopsQuery,
  JobFailed,
  JobQueued,
  JobReplayed,
  JobResultPart,
  Jobs,
  Replay,
  Resumed,
  ServerMessage,
} from "./protocol.ts";
import { joinedResult } from "./result-parts.ts";
import { platformWebSocket, type WebSocketConstructor } from "./web-socket.ts";

export interface FinOpsClientOptions {
  /** The WebSocket API's address, stage included: `wss://…/prod`. */
  readonly url: string;
  /** Gives a valid Cognito ID token whenever one is needed. Throws `SignInRequired` when only the user can. */
  readonly token: () => Promise<string> | string;
  /** How long to pause between tries to connect, which go on until `close` unless told otherwise. */
  readonly backoff?: Partial<Backoff>;
  /** API Gateway closes a connection after ten idle minutes. */
  readonly heartbeatSeconds?: number;
  /** How long an answer may take before the request is sent again. */
  readonly answerSeconds?: number;
  /** For platforms without a WebSocket of their own (Node before 22): that of the package `ws`. */
  readonly WebSocket?: WebSocketConstructor;
}

export interface AskOptions {
  /** Questions of one conversation are understood in the light of those before. */
  readonly conversationId?: string;
  /** Makes asking twice harmless; made up when not given. */
  readonly requestId?: string;
  /** Answer as of this day (YYYY-MM-DD). */
  readonly today?: string;
  /** Cancels the job when aborted. */
  readonly signal?: AbortSignal;
}

/** `listJobs`' page: `all` is for operators. */
export interface ListJobsOptions {
  readonly limit?: number;
  readonly cursor?: string;
  readonly all?: boolean;
}

/** A user's connection to the FinOps agent: asks questions and follows their jobs over any number of drops. */
export class FinOpsClient {
  private readonly connection: Connection;
  private readonly requests: PendingRequests;
  private readonly jobs: FollowedJobs;
  private readonly messageListeners = new Set<(message: ServerMessage) => void>();
  private readonly stateListeners = new Set<(state: ConnectionState) => void>();

  constructor(options: FinOpsClientOptions) {
    const answerSeconds = options.answerSeconds ?? 15;
    this.connection = new Connection(
      {
        url: options.url,
        token: options.token,
        heartbeatSeconds: options.heartbeatSeconds ?? 30,
        answerSeconds,
        backoff: { ...DEFAULT_BACKOFF, ...options.backoff },
        WebSocket: options.WebSocket ?? platformWebSocket(),
      },
      {
        message: (message) => this.take(message),
        state: (state) => this.stateChanged(state),
        ready: () => this.catchUp(),
        heartbeat: () => this.resumeUnfinished(),
        tooLarge: () => this.requests.refuseLargest(),
      },
    );
    this.requests = new PendingRequests((message) => this.connection.send(message), answerSeconds);
    this.jobs = new FollowedJobs(
      (jobId, parts) => joinedResult(parts, (part) => this.resultPart(jobId, part)),
      (job) => this.requestMissing(job),
    );
  }

  get state(): ConnectionState {
    return this.connection.state;
  }

  /**
   * Connects and signs in; called while it pauses between two tries, it tries at once. Rejects with RequestRefused
   * or SignInRequired, with ConnectionLost when it is closed meanwhile or `backoff.maxTries` failed.
   */
  connect(): Promise<Authenticated> {
    return this.connection.connect();
  }

  /** Closes on purpose: nothing reconnects until `connect`. */
  close(): void {
    this.connection.close();
  }

  /** Calls `listener` for every message of the server, as it arrives; returns how to stop that. */
  onMessage(listener: (message: ServerMessage) => void): () => void {
    this.messageListeners.add(listener);
    return () => this.messageListeners.delete(listener);
  }

  /** Calls `listener` whenever the connection's state changes; returns how to stop that. */
  onState(listener: (state: ConnectionState) => void): () => void {
    this.stateListeners.add(listener);
    return () => this.stateListeners.delete(listener);
  }

  /** A job this client follows, without asking the server. */
  job(jobId: string): Job | undefined {
    return this.jobs.get(jobId);
  }

  /**
   * Asks a question; the job is there once the server has taken it. Rejects with RequestRefused, MessageTooLarge or
   * ConnectionLost.
   */
  async ask(question: string, options: AskOptions = {}): Promise<Job> {
    const { signal, conversationId, today, requestId = crypto.randomUUID() } = options;
    signal?.throwIfAborted();
    const message: FinopsQuery = { action: "finops_query", query: question, requestId };
    if (conversationId) message.conversationId = conversationId;
    if (today) message.options = { today };
    this.jobs.expect(requestId);
    const job = this.request(message, {
      answeredBy: (answer) => (isQueued(answer) && answer.requestId === requestId ? answer : undefined),
      resend: "at-once",
    })
      .then((queued) => this.jobs.follow(queued.jobId))
      .finally(() => this.jobs.expectNoMore(requestId));
    return signal ? this.cancellable(job, signal) : job;
  }

  /** A job of before, or of another tab, with all its messages. Rejects with RequestRefused when there is none. */
  async resume(jobId: string): Promise<Job> {
    const job = this.jobs.follow(jobId);
    await this.requestOf(
      job,
      { action: "resume", jobId, after: job.lastSeq },
      { answeredBy: (answer) => (isResumed(answer, jobId) ? answer : undefined), resend: "at-once" },
    );
    return job;
  }

  /** Goes on with a failed job where it broke (`redrive`), or from its beginning (`restart`). */
  async replay(jobId: string, mode: Replay["mode"] = "redrive"): Promise<Job> {
    const job = await this.resume(jobId);
    const attempt = job.messages.at(-1)?.attempt ?? 0;
    const isAnswer = (answer: ServerMessage): answer is JobReplayed =>
      answer.type === "job_replayed" && answer.jobId === jobId && answer.attempt > attempt;
    await this.request<JobReplayed>(
      { action: "replay", jobId, mode },
      { answeredBy: (answer) => (isAnswer(answer) ? answer : undefined), resend: "after-resume" },
    );
    return job;
  }

  /** Stops a job; it ends as failed, with the code `cancelled`. */
  async cancel(jobId: string): Promise<void> {
    const isAnswer = (answer: ServerMessage): answer is JobFailed =>
      answer.type === "job_failed" && answer.jobId === jobId;
    await this.requestOf<JobFailed>(
      this.jobs.follow(jobId),
      { action: "cancel", jobId },
      { answeredBy: (answer) => (isAnswer(answer) ? answer : undefined), resend: "after-resume" },
    );
  }

  /** A page of the user's jobs, newest first. */
  listJobs(options: ListJobsOptions = {}): Promise<Jobs> {
    return this.request<Jobs>(
      { action: "list_jobs", ...options },
      { answeredBy: (answer) => (answer.type === "jobs" ? answer : undefined), resend: "at-once" },
    );
  }

  private request<Answer extends ServerMessage>(
    message: ClientMessage,
    options: RequestOptions<Answer>,
  ): Promise<Answer> {
    const { state } = this;
    if (isOver(state)) return Promise.reject(new ConnectionLost(LOST[state]));
    return this.requests.request(message, options);
  }

  /** A request about a job, which is followed on only when something is there to follow. */
  private async requestOf<Answer extends ServerMessage>(
    job: Job,
    message: ClientMessage,
    options: RequestOptions<Answer>,
  ): Promise<Answer> {
    try {
      return await this.request(message, options);
    } catch (error) {
      this.jobs.dropEmpty(job);
      throw error;
    }
  }

  private take(message: ServerMessage): void {
    if ("seq" in message) this.jobs.take(message);
    if (message.type === "resumed") {
      this.jobs.caughtUp(message);
      this.requests.resendFor(message.jobId);
    }
    if (message.type === "error" && message.code === "unknown_job") this.jobs.lose(message.jobId ?? "");
    this.requests.take(message);
    for (const listener of this.messageListeners) listener(message);
  }

  private catchUp(): void {
    for (const job of this.jobs.all()) job.revive();
    this.resumeUnfinished();
    this.requests.resendAll();
  }

  private resumeUnfinished(): void {
    for (const job of this.jobs.all()) {
      if (!job.ended || job.hasGap || this.requests.waitsFor(job.id)) this.requestMissing(job);
    }
  }

  private requestMissing(job: Job): void {
    this.connection.send({ action: "resume", jobId: job.id, after: job.lastSeq });
  }

  private async resultPart(jobId: string, part: number): Promise<string> {
    const isAnswer = (answer: ServerMessage): answer is JobResultPart =>
      answer.type === "job_result_part" && answer.jobId === jobId && answer.part === part;
    const answer = await this.request<JobResultPart>(
      { action: "get_result", jobId, part },
      { answeredBy: (message) => (isAnswer(message) ? message : undefined), resend: "at-once" },
    );
    return answer.data;
  }

  private cancellable(asked: Promise<Job>, signal: AbortSignal): Promise<Job> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        reject(signal.reason as Error);
        // a job that has ended meanwhile cannot be cancelled, and need not be
        asked.then((job) => this.cancel(job.id)).catch(() => undefined);
      };
      signal.addEventListener("abort", abort, { once: true });
      asked.then((job) => {
        job.result.finally(() => signal.removeEventListener("abort", abort)).catch(() => undefined);
        resolve(job);
      }, reject);
    });
  }

  private stateChanged(state: ConnectionState): void {
    if (isOver(state)) {
      const lost = new ConnectionLost(LOST[state]);
      this.requests.failAll(lost);
      for (const job of this.jobs.all()) job.abandon(lost);
    }
    for (const listener of this.stateListeners) listener(state);
  }
}

const LOST = {
  disconnected: "The server cannot be reached. Connect again to go on.",
  unauthorized: "The session has ended. Sign in again to go on.",
  closed: "The connection was closed.",
} as const;

function isOver(state: ConnectionState): state is keyof typeof LOST {
  return state in LOST;
}

function isQueued(message: ServerMessage): message is JobQueued {
  return message.type === "job_queued";
}

function isResumed(message: ServerMessage, jobId: string): message is Resumed {
  return message.type === "resumed" && message.jobId === jobId;
}
