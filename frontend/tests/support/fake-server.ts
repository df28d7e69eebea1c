import type { ClientMessage, JobMessage, ServerMessage, WebSocketLike } from "../../src/client/index.ts";

type Listener = (event: { data?: unknown; code?: number }) => void;

/** The client's end of a connection to a FakeServer. */
export class FakeSocket implements WebSocketLike {
  readyState = 0;
  private readonly listeners = new Map<string, Listener[]>();

  constructor(private readonly server: FakeServer) {}

  addEventListener(type: string, listener: (event: never) => void): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener as Listener]);
  }

  send(data: string): void {
    this.server.receive(JSON.parse(data) as ClientMessage, this);
  }

  close(): void {
    this.end();
  }

  open(): void {
    this.readyState = 1;
    this.emit("open");
  }

  say(message: object): void {
    if (this.readyState === 1) this.emit("message", { data: JSON.stringify(message) });
  }

  end(code = 1006): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.emit("close", { code });
  }

  private emit(type: string, event: Parameters<Listener>[0] = {}): void {
    for (const listener of this.listeners.get(type) ?? []) listener(event);
  }
}

/** A server of the protocol in a few lines: what it hears is kept, what it answers is told by the test. */
export class FakeServer {
  readonly heard: ClientMessage[] = [];
  readonly sockets: FakeSocket[] = [];
  /** Whether new connections are taken. */
  reachable = true;
  answer: (message: ClientMessage, socket: FakeSocket) => void = () => undefined;
  expiresIn = 3600;
  answersPings = true;

  /** To be given to the client as its WebSocket. */
  readonly WebSocket = ((server: FakeServer) =>
    class extends FakeSocket {
      constructor() {
        super(server);
        server.sockets.push(this);
        queueMicrotask(() => (server.reachable ? this.open() : this.end()));
      }
    })(this);

  /** The connection of now. */
  get socket(): FakeSocket {
    const last = this.sockets.at(-1);
    if (!last) throw new Error("nobody connected");
    return last;
  }

  heardOf<Action extends ClientMessage["action"]>(action: Action): Extract<ClientMessage, { action: Action }>[] {
    return this.heard.filter((message) => message.action === action) as Extract<ClientMessage, { action: Action }>[];
  }

  receive(message: ClientMessage, socket: FakeSocket): void {
    this.heard.push(message);
    if (message.action === "authenticate") {
      const expiresAt = Date.now() / 1000 + this.expiresIn;
      const welcome = { type: "authenticated", message: "Welcome", userId: "u", connectionId: "c", jobs: [] };
      socket.say({ ...welcome, expiresAt });
    }
    if (message.action === "ping" && this.answersPings) socket.say({ type: "pong", action: "pong" });
    this.answer(message, socket);
  }
}

/** A message of a job's journal. */
export function jobMessage(seq: number, fields: Partial<JobMessage> & { type: JobMessage["type"] }): JobMessage {
  return { jobId: "job-1", attempt: 1, timestamp: 1_700_000_000 + seq, ...defaults(fields.type), seq, ...fields } as JobMessage;
}

/** An answer as `job_completed` carries it. */
export function result(response = "**$1.00**"): object {
  return {
    agent: "AWS-FinOps-WebSocket-Supervisor",
    query: "?",
    response,
    interpretation: {},
    basis: { requests: [], requestCount: 0, queryCostUsd: "0.00", degraded: [] },
    complete: true,
  };
}

/** A whole job of one attempt, with `updates` messages of progress. */
export function wholeJob(updates: number): ServerMessage[] {
  return [
    jobMessage(1, { type: "job_queued" }),
    ...Array.from({ length: updates }, (_, index) =>
      jobMessage(index + 2, { type: "progress_update", progress: 10 + index }),
    ),
    jobMessage(updates + 2, { type: "job_completed" }),
  ];
}

function defaults(type: JobMessage["type"]): object {
  switch (type) {
    case "job_queued":
      return { message: "queued", query: "?", progress: 5 };
    case "progress_update":
      return { status: "processing", step: "AnalyzeCost", message: "working", progress: 10 };
    case "job_completed":
      return { progress: 100, result: result() };
    case "job_failed":
      return { error: "It failed.", errorCode: "step_failed", failedStep: "AnalyzeCost", replayable: true };
    case "job_replayed":
      return { mode: "redrive" };
  }
}
