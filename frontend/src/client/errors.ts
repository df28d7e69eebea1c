import type { ErrorMessage, JobFailed } from "./protocol.ts";

/** The server answered `error`; `retryAfter` is in seconds, where waiting helps. */
export class RequestRefused extends Error {
  override readonly name = "RequestRefused";
  readonly code: ErrorMessage["code"];
  readonly retryAfter: number | undefined;

  constructor(message: ErrorMessage) {
    super(message.message);
    this.code = message.code;
    this.retryAfter = message.retryAfter ?? undefined;
  }
}

/** A job ended without an answer; `replayable` says whether `replay` may go on with it. */
export class JobFailedError extends Error {
  override readonly name = "JobFailedError";

  constructor(readonly failure: JobFailed) {
    super(failure.error);
  }

  get replayable(): boolean {
    return this.failure.replayable;
  }
}

/** The answer of a job is no longer kept: the question has to be asked again. */
export class ResultExpired extends Error {
  override readonly name = "ResultExpired";

  constructor() {
    super("The answer is no longer kept. Ask the question again.");
  }
}

/** The server no longer has a job that was followed, as after a restart that kept nothing: no answer will come. */
export class JobGone extends Error {
  override readonly name = "JobGone";

  constructor() {
    super("The server no longer has this job. Ask the question again.");
  }
}

/** A request that does not fit a frame: sent once more it would fit no better. */
export class MessageTooLarge extends Error {
  override readonly name = "MessageTooLarge";

  constructor(readonly bytes: number) {
    const [size, limit] = [bytes, MAX_FRAME_BYTES].map((count) => count.toLocaleString("en-US"));
    super(`The server does not take a message of ${size} bytes; a frame has ${limit} at most. Shorten it.`);
  }
}

/** API Gateway's limit of a frame: over a larger one it closes the connection. */
export const MAX_FRAME_BYTES = 32_768;

/** The connection could not be had, or was closed while something waited for it. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
}

/** Thrown by a token provider when only the user can help, by signing in. It ends all tries to connect. */
export class SignInRequired extends Error {
  override readonly name = "SignInRequired";
}
