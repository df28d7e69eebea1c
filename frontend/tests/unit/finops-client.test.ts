import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  ConnectionLost,
  FinOpsClient,
  JobFailedError,
  RequestRefused,
  SignInRequired,
  WebSocketClient,
  type ClientMessage,
  type ConnectionState,
  type FinOpsClientOptions,
  type JobMessage,
} from "../../src/client/index.ts";
import { FakeServer, jobMessage, result, wholeJob } from "../support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
});

afterEach(() => {
  vi.useRealTimers();
});

function clientOf(options: Partial<FinOpsClientOptions> = {}): FinOpsClient {
  return new FinOpsClient({ url: "ws://finops.test/prod", token: () => "token", WebSocket: server.WebSocket, ...options });
}

/** Answers a question with these messages, under the question's own id. */
function answerQuestions(messages: readonly object[]): void {
  server.answer = (message, socket) => {
    if (message.action !== "finops_query") return;
    for (const one of messages) socket.say({ ...one, ...("query" in one && { requestId: message.requestId }) });
  };
}

function states(client: FinOpsClient): ConnectionState[] {
  const seen: ConnectionState[] = [];
  client.onState((state) => seen.push(state));
  return seen;
}

describe("asking", () => {
  test("gives a job with its messages in order and its answer", async () => {
    const client = clientOf();
    await client.connect();
    answerQuestions(wholeJob(2));
    const job = await client.ask("What did S3 cost?", { conversationId: "c-1", today: "2026-03-10" });
    expect((await job.result).response).toBe("**$1.00**");
    expect(job.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(server.heardOf("finops_query")[0]).toMatchObject({
      query: "What did S3 cost?",
      conversationId: "c-1",
      options: { today: "2026-03-10" },
    });
  });

  test("takes messages that overtook the one that names the job", async () => {
    const client = clientOf();
    await client.connect();
    const [queued, ...others] = wholeJob(2);
    answerQuestions([...others, queued as object]);
    const job = await client.ask("?");
    expect(job.messages).toHaveLength(4);
    await expect(job.result).resolves.toBeDefined();
  });

  test("rejects with the server's reason", async () => {
    const client = clientOf();
    await client.connect();
    server.answer = (message, socket) => {
      if (message.action !== "finops_query") return;
      const { requestId } = message;
      socket.say({ type: "error", code: "rate_limited", message: "Too many jobs.", requestId, retryAfter: 30 });
    };
    const refused = await client.ask("?").catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RequestRefused);
    expect(refused).toMatchObject({ code: "rate_limited", retryAfter: 30, message: "Too many jobs." });
  });

  test("is sent again under the same requestId when the connection drops before its answer", async () => {
    const client = clientOf();
    await client.connect();
    const asked = client.ask("?");
    server.socket.end();
    answerQuestions(wholeJob(0));
    await vi.advanceTimersByTimeAsync(1000);
    const job = await asked;
    const [first, second] = server.heardOf("finops_query");
    expect(second?.requestId).toBe(first?.requestId);
    await expect(job.result).resolves.toBeDefined();
  });

  test("is refused at once when nothing is connected, and nothing connects", async () => {
    await expect(clientOf().ask("?")).rejects.toBeInstanceOf(ConnectionLost);
  });

  test("cancels the job when its signal is aborted", async () => {
    const client = clientOf();
    await client.connect();
    answerQuestions([jobMessage(1, { type: "job_queued" })]);
    const controller = new AbortController();
    const job = await client.ask("?", { signal: controller.signal });
    controller.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(server.heardOf("cancel")).toEqual([{ action: "cancel", jobId: "job-1" }]);
    server.socket.say(jobMessage(2, { type: "job_failed", errorCode: "cancelled", error: "Cancelled." }));
    await expect(job.result).rejects.toBeInstanceOf(JobFailedError);
  });

  test("asks nothing when its signal is aborted already", async () => {
    const client = clientOf();
    await client.connect();
    await expect(client.ask("?", { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(server.heardOf("finops_query")).toEqual([]);
  });
});

describe("a job", () => {
  test("asks for messages that are missing in between, after a pause for those that only come late", async () => {
    const client = clientOf();
    await client.connect();
    answerQuestions([jobMessage(1, { type: "job_queued" })]);
    await client.ask("?");
    server.socket.say(jobMessage(3, { type: "progress_update" }));
    expect(server.heardOf("resume")).toEqual([]);
    await vi.advanceTimersByTimeAsync(300);
    expect(server.heardOf("resume")).toEqual([{ action: "resume", jobId: "job-1", after: 1 }]);
  });

  test("asks for its end at each heartbeat, since a lost last message leaves no gap", async () => {
    const client = clientOf({ heartbeatSeconds: 30 });
    await client.connect();
    answerQuestions([jobMessage(1, { type: "job_queued" })]);
    const job = await client.ask("?");
    server.answer = (message, socket) => {
      if (message.action === "resume") socket.say(jobMessage(2, { type: "job_completed" }));
    };
    await vi.advanceTimersByTimeAsync(30_000);
    await expect(job.result).resolves.toBeDefined();
    await vi.advanceTimersByTimeAsync(90_000);
    expect(server.heardOf("resume")).toHaveLength(1);
  });

  test("test_r09_resumes without a gap or a duplicate over any number of drops", async () => {
    const journal = wholeJob(500) as JobMessage[];
    const client = clientOf();
    await client.connect();
    answerQuestions(journal.slice(0, 1));
    const job = await client.ask("?");
    for (let sent = 1; sent < journal.length; sent++) {
      server.answer = (message, socket) => {
        if (message.action !== "resume") return;
        for (const one of journal.slice(message.after, sent + 1)) socket.say(one);
        socket.say({ type: "resumed", jobId: "job-1", recovered: true, lastSeq: sent + 1 });
      };
      server.socket.end();
      await vi.advanceTimersByTimeAsync(6000);
    }
    expect(job.messages).toMatchObject(journal);
    expect(server.sockets).toHaveLength(journal.length);
  });

  test("test_r10_begins anew when the server does not know its place", async () => {
    const client = clientOf();
    await client.connect();
    answerQuestions(wholeJob(3).slice(0, 4));
    const job = await client.ask("?");
    const kept = [jobMessage(1, { type: "job_queued" }), jobMessage(2, { type: "job_completed" })];
    server.answer = (message, socket) => {
      if (message.action !== "resume") return;
      const recovered = message.after <= kept.length;
      for (const one of recovered ? kept.slice(message.after) : kept) socket.say(one);
      socket.say({ type: "resumed", jobId: "job-1", recovered, lastSeq: kept.length });
    };
    server.socket.end();
    await vi.advanceTimersByTimeAsync(1000);
    expect(job.messages).toMatchObject(kept);
    await expect(job.result).resolves.toBeDefined();
  });

  test("fails with the reason, and has another result after a replay", async () => {
    const client = clientOf();
    await client.connect();
    answerQuestions([jobMessage(1, { type: "job_queued" }), jobMessage(2, { type: "job_failed" })]);
    const job = await client.ask("?");
    await expect(job.result).rejects.toMatchObject({ message: "It failed.", replayable: true });
    server.answer = (message, socket) => {
      if (message.action === "resume") {
        socket.say({ type: "resumed", jobId: "job-1", recovered: true, lastSeq: 2 });
      }
      if (message.action === "replay") socket.say(jobMessage(3, { type: "job_replayed", attempt: 2 }));
    };
    await client.replay("job-1");
    expect(job.ended).toBe(false);
    server.socket.say(jobMessage(4, { type: "job_completed", attempt: 2 }));
    await expect(job.result).resolves.toBeDefined();
  });

  test("is not replayed twice when the answer to the replay was lost with the connection", async () => {
    const client = clientOf();
    await client.connect();
    const journal = [jobMessage(1, { type: "job_queued" }), jobMessage(2, { type: "job_failed" })];
    server.answer = (message, socket) => {
      if (message.action === "replay") {
        journal.push(jobMessage(3, { type: "job_replayed", attempt: 2 }));
        socket.end();
      }
      if (message.action !== "resume") return;
      for (const one of journal.slice(message.after)) socket.say(one);
      socket.say({ type: "resumed", jobId: "job-1", recovered: true, lastSeq: journal.length });
    };
    const replayed = client.replay("job-1");
    await vi.advanceTimersByTimeAsync(1000);
    await replayed;
    expect(server.heardOf("replay")).toHaveLength(1);
  });

  test("joins a result that comes in parts, each cut anywhere in its text", async () => {
    const client = clientOf();
    await client.connect();
    const whole = { ...result("ä".repeat(5000)), complete: true };
    const text = JSON.stringify(whole);
    const parts = Array.from({ length: 7 }, (_, index) => text.slice(index * 800, (index + 1) * 800));
    server.answer = (message, socket) => {
      if (message.action === "finops_query") {
        socket.say({ ...jobMessage(1, { type: "job_queued" }), requestId: message.requestId });
        socket.say(jobMessage(2, { type: "job_completed", result: { ...whole, complete: false, parts: 7 } as never }));
      }
      if (message.action === "get_result") {
        const { jobId, part } = message;
        socket.say({ type: "job_result_part", jobId, part, parts: 7, data: parts[part - 1] });
      }
    };
    const job = await client.ask("?");
    await expect(job.result).resolves.toEqual(whole);
  });

  test("that is unknown is refused, and not followed", async () => {
    const client = clientOf();
    await client.connect();
    server.answer = (message, socket) => {
      if (message.action !== "resume") return;
      socket.say({ type: "error", code: "unknown_job", message: "No such job.", jobId: message.jobId });
    };
    await expect(client.resume("nobodys")).rejects.toMatchObject({ code: "unknown_job" });
    expect(client.job("nobodys")).toBeUndefined();
  });
});

describe("the connection", () => {
  test("is given up after three tries in a row, and can be had again", async () => {
    const client = clientOf();
    await client.connect();
    answerQuestions([jobMessage(1, { type: "job_queued" })]);
    const job = await client.ask("?");
    const seen = states(client);
    server.reachable = false;
    server.socket.end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.sockets).toHaveLength(1 + 3);
    expect(seen).toEqual(["reconnecting", "disconnected"]);
    await expect(job.result).rejects.toBeInstanceOf(ConnectionLost);

    server.reachable = true;
    server.answer = (message, socket) => {
      if (message.action === "resume") socket.say(jobMessage(2, { type: "job_completed" }));
    };
    await client.connect();
    await expect(job.result).resolves.toBeDefined();
  });

  test("pauses longer before each try, spread so that clients do not come back all at once", async () => {
    const { pauseBefore, DEFAULT_BACKOFF } = await import("../../src/client/backoff.ts");
    const bounds = [0, 1, 2, 10].map((tries) => [0, 1].map((chance) => pauseBefore(tries, DEFAULT_BACKOFF, () => chance)));
    expect(bounds).toEqual([
      [250, 500],
      [500, 1000],
      [1000, 2000],
      [2500, 5000],
    ]);
  });

  test("never comes back when it was closed on purpose, not even from a pause", async () => {
    const client = clientOf();
    await client.connect();
    client.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.sockets).toHaveLength(1);

    await client.connect();
    server.socket.end();
    client.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.sockets).toHaveLength(2);
    expect(client.state).toBe("closed");
  });

  test("test_r15_is kept alive by heartbeats, and replaced when nothing answers them", async () => {
    const client = clientOf({ heartbeatSeconds: 30 });
    await client.connect();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(server.heardOf("ping")).toHaveLength(20);
    expect(server.sockets).toHaveLength(1);
    server.answersPings = false;
    await vi.advanceTimersByTimeAsync(66_000);
    expect(server.sockets).toHaveLength(2);
    expect(client.state).toBe("connected");
  });

  test("is signed in again before its token ends, with a fresh one", async () => {
    server.expiresIn = 300;
    const token = vi.fn().mockResolvedValueOnce("first").mockResolvedValue("second");
    const client = clientOf({ token });
    await client.connect();
    await vi.advanceTimersByTimeAsync(241_000);
    expect(server.heardOf("authenticate").map(({ token: sent }) => sent)).toEqual(["first", "second"]);
    expect(server.sockets).toHaveLength(1);
  });

  test("is not tried again when only the user can help", async () => {
    const client = clientOf({
      token: () => {
        throw new SignInRequired("Sign in first.");
      },
    });
    await expect(client.connect()).rejects.toBeInstanceOf(SignInRequired);
    expect(client.state).toBe("unauthorized");
    expect(server.sockets).toEqual([]);
  });

  test("is not tried again when the server does not take the token", async () => {
    const client = clientOf();
    server.receive = (message: ClientMessage, socket) => {
      if (message.action !== "authenticate") return;
      socket.say({ type: "error", code: "unauthorized", message: "The token is not valid." });
      socket.end();
    };
    await expect(client.connect()).rejects.toMatchObject({ code: "unauthorized" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.sockets).toHaveLength(1);
    expect(client.state).toBe("unauthorized");
  });

  test("is opened once, however often it is asked for", async () => {
    const client = clientOf();
    await Promise.all([client.connect(), client.connect(), client.connect()]);
    expect(server.sockets).toHaveLength(1);
  });

  test("survives what is not JSON", async () => {
    const client = clientOf();
    await client.connect();
    server.socket.say({ toJSON: () => undefined });
    expect(client.state).toBe("connected");
  });
});

describe("the earlier system's client", () => {
  test("connects, asks and hears every message", async () => {
    const heard: string[] = [];
    const closed = vi.fn();
    const client = new WebSocketClient("ws://finops.test/prod", ({ type }) => heard.push(type), undefined, closed, {
      token: () => "token",
      WebSocket: server.WebSocket,
    });
    await client.connect();
    answerQuestions(wholeJob(1));
    client.sendFinOpsQuery("What is my current AWS spend?");
    await vi.advanceTimersByTimeAsync(0);
    expect(heard).toEqual(["authenticated", "job_queued", "progress_update", "job_completed"]);
    client.disconnect();
    expect(closed).toHaveBeenCalledOnce();
  });

  test("tells errors to its callback", async () => {
    server.reachable = false;
    const failed = vi.fn();
    const client = new WebSocketClient("ws://finops.test/prod", () => undefined, failed, undefined, {
      token: () => "token",
      WebSocket: server.WebSocket,
    });
    const connecting = client.connect().catch(() => undefined);
    await vi.advanceTimersByTimeAsync(10_000);
    await connecting;
    expect(failed).toHaveBeenCalledWith(expect.any(ConnectionLost));
  });
});
