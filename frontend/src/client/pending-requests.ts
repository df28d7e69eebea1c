import { ConnectionLost, MAX_FRAME_BYTES, MessageTooLarge, RequestRefused } from "./errors.ts";
import type { ClientMessage, ErrorMessage, ServerMessage } from "./protocol.ts";

/** How a request knows its answer, and when it may be sent again after a drop. */
export interface RequestOptions<Answer extends ServerMessage> {
  readonly answeredBy: (message: ServerMessage) => Answer | undefined;
  /** `at-once` for what is harmless twice; `after-resume` for what the job's own messages may have answered. */
  readonly resend: "at-once" | "after-resume";
}

interface Pending {
  readonly message: ClientMessage;
  readonly resend: "at-once" | "after-resume";
  readonly take: (answer: ServerMessage) => boolean;
  readonly reject: (error: Error) => void;
  tries: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

const MAX_TRIES = 3;
const ACTION_OF: Partial<Record<ErrorMessage["code"], ClientMessage["action"]>> = {
  not_replayable: "replay",
  not_cancellable: "cancel",
};

/** The requests that wait for their answers. */
export class PendingRequests {
  private readonly pending = new Set<Pending>();

  constructor(
    private readonly send: (message: ClientMessage) => boolean,
    private readonly answerSeconds: number,
  ) {}

  /**
   * Sends a request, now or when there is a connection. Rejects with RequestRefused, MessageTooLarge or
   * ConnectionLost.
   */
  request<Answer extends ServerMessage>(
    message: ClientMessage,
    { answeredBy, resend }: RequestOptions<Answer>,
  ): Promise<Answer> {
    const size = bytes(message);
    if (size > MAX_FRAME_BYTES) return Promise.reject(new MessageTooLarge(size));
    return new Promise((resolve, reject) => {
      const take = (answer: ServerMessage): boolean => {
        const found = answeredBy(answer);
        if (found) resolve(found);
        return found !== undefined;
      };
      const one: Pending = { message, resend, take, reject, tries: 0, timer: undefined };
      this.pending.add(one);
      this.transmit(one);
    });
  }

  /** Whether a request waits for this job's journal to be caught up with. */
  waitsFor(jobId: string): boolean {
    return [...this.pending].some(({ message, resend }) => resend === "after-resume" && jobOf(message) === jobId);
  }

  /** Settles what this message answers. */
  take(message: ServerMessage): void {
    if (message.type === "error") {
      for (const one of this.refused(message)) this.fail(one, new RequestRefused(message));
      return;
    }
    for (const one of this.pending) if (one.take(message)) this.remove(one);
  }

  /** Sends again what may have been lost with the connection. */
  resendAll(): void {
    for (const one of this.pending) {
      // tries count on one connection: however often it drops, the server may yet answer
      one.tries = 0;
      if (one.resend === "at-once") this.transmit(one);
    }
  }

  /** Sends again what waits for this job's journal to be caught up with. */
  resendFor(jobId: string): void {
    for (const one of this.pending) {
      if (one.resend === "after-resume" && jobOf(one.message) === jobId) this.transmit(one);
    }
  }

  /** A server that takes less than API Gateway names no message: it was the largest that waits. */
  refuseLargest(): void {
    const [largest] = [...this.pending].sort((one, other) => bytes(other.message) - bytes(one.message));
    if (largest) this.fail(largest, new MessageTooLarge(bytes(largest.message)));
  }

  /** Gives up on all of them. */
  failAll(error: Error): void {
    for (const one of this.pending) this.fail(one, error);
  }

  private transmit(one: Pending): void {
    clearTimeout(one.timer);
    if (!this.send(one.message)) return;
    if (++one.tries > MAX_TRIES) return this.fail(one, new ConnectionLost("The server does not answer."));
    if (one.resend === "at-once") {
      one.timer = setTimeout(() => this.transmit(one), this.answerSeconds * 1000);
    }
  }

  /** The requests an error is about; one that names none belongs to the oldest. */
  private refused(error: ErrorMessage): Pending[] {
    const all = [...this.pending];
    if (error.requestId) return all.filter(({ message }) => requestOf(message) === error.requestId);
    if (!error.jobId) return all.slice(0, 1);
    const action = ACTION_OF[error.code];
    return all.filter(
      ({ message }) => jobOf(message) === error.jobId && (!action || message.action === action),
    );
  }

  private fail(one: Pending, error: Error): void {
    this.remove(one);
    one.reject(error);
  }

  private remove(one: Pending): void {
    clearTimeout(one.timer);
    this.pending.delete(one);
  }
}

function bytes(message: ClientMessage): number {
  return new TextEncoder().encode(JSON.stringify(message)).length;
}

function jobOf(message: ClientMessage): string | undefined {
  return "jobId" in message ? message.jobId : undefined;
}

function requestOf(message: ClientMessage): string | undefined {
  return "requestId" in message ? (message.requestId ?? undefined) : undefined;
}
