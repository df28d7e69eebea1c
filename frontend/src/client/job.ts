import { ConnectionLost, JobFailedError, JobGone, ResultExpired } from "./errors.ts";
import { JobStream } from "./job-stream.ts";
import type { JobCompleted, JobMessage, Result } from "./protocol.ts";

/** Brings the whole of a result whose `job_completed` carries only a part of it. */
export type ResultLoader = (jobId: string, parts: number) => Promise<Result>;

/** A question that was asked: its messages as they come, in order, and its answer. */
export class Job {
  /** Every message so far, in the order of `seq`. */
  readonly messages: JobMessage[] = [];
  private readonly stream = new JobStream();
  private readonly listeners = new Set<(message: JobMessage) => void>();
  private answer = new Deferred<Result>();

  constructor(
    readonly id: string,
    private readonly loadResult: ResultLoader,
  ) {}

  /**
   * The answer of the latest attempt. Rejects with `JobFailedError` when it ends without one, with
   * `ResultExpired` or `JobGone` when the server no longer has it, with `ConnectionLost` when the connection is given
   * up. After a replay, ask for it again.
   */
  get result(): Promise<Result> {
    return this.answer.promise;
  }

  /** Whether the latest attempt has its end. */
  get ended(): boolean {
    return isEnd(this.messages.at(-1));
  }

  /** The last `seq` that came in order. */
  get lastSeq(): number {
    return this.stream.lastSeq;
  }

  /** Whether messages are missing in between. */
  get hasGap(): boolean {
    return this.stream.hasGap;
  }

  /** Calls `listener` for each message from now on; returns how to stop that. */
  onMessage(listener: (message: JobMessage) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Takes a message of this job as it arrives, in any order and any number of times. */
  take(message: JobMessage): void {
    for (const next of this.stream.feed(message)) {
      if (next.type === "job_replayed" && this.ended) this.answer = new Deferred();
      this.messages.push(next);
      if (next.type === "job_failed") this.answer.reject(new JobFailedError(next));
      if (next.type === "job_completed") this.complete(next);
      for (const listener of this.listeners) listener(next);
    }
  }

  /** What the server keeps begins anew: everything it sends next replaces what came before. */
  restart(): void {
    if (this.ended) this.answer = new Deferred();
    this.messages.length = 0;
    this.stream.restart();
  }

  /** Gives up: whoever waits for the result is told why. */
  abandon(error: ConnectionLost): void {
    this.answer.reject(error);
  }

  /** Goes on after it was given up: the result can be waited for again. */
  revive(): void {
    if (!(this.answer.error instanceof ConnectionLost)) return;
    this.answer = new Deferred();
    const last = this.messages.at(-1);
    if (last?.type === "job_completed") this.complete(last);
  }

  /** The server has nothing more of it: whoever waits for the result is told so. */
  lose(): void {
    this.answer.reject(this.ended ? new ResultExpired() : new JobGone());
  }

  private complete(completed: JobCompleted): void {
    const { answer } = this;
    const { result } = completed;
    if (!result) answer.reject(new ResultExpired());
    else if (result.complete) answer.resolve(result);
    else {
      this.loadResult(this.id, result.parts ?? 1).then(
        (whole) => answer.resolve(whole),
        (error: Error) => answer.reject(error),
      );
    }
  }
}

/** Whether a message ends an attempt. */
export function isEnd(message: JobMessage | undefined): boolean {
  return message?.type === "job_completed" || message?.type === "job_failed";
}

class Deferred<Value> {
  readonly promise: Promise<Value>;
  error: Error | undefined;
  private settle!: { resolve: (value: Value) => void; reject: (error: Error) => void };

  constructor() {
    this.promise = new Promise((resolve, reject) => (this.settle = { resolve, reject }));
    // a job whose result nobody waits for is no unhandled error
    this.promise.catch((error: Error) => (this.error = error));
  }

  resolve(value: Value): void {
    this.settle.resolve(value);
  }

  reject(error: Error): void {
    this.settle.reject(error);
  }
}
