import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { JobGone, ResultExpired, type ErrorMessage, type FinOpsClient, type JobMessage } from "../../src/client/index.ts";
import { answerQuestions, clientOf } from "../support/client-of-fake-server.ts";
import { FakeServer, jobMessage, result, wholeJob } from "../support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Has the server refuse whatever is asked of a job. */
function refuse(code: ErrorMessage["code"]): FakeServer["answer"] {
  return (message, socket) => {
    if (!("jobId" in message)) return;
    const { jobId } = message;
    // a request is on its way before it can be refused
    queueMicrotask(() => socket.say({ type: "error", code, message: "Refused.", jobId }));
  };
}

/** A job that is followed is asked for at every heartbeat. */
async function expectNotFollowed(client: FinOpsClient, jobId: string): Promise<void> {
  expect(client.job(jobId)).toBeUndefined();
  const before = server.heardOf("resume").length;
  await vi.advanceTimersByTimeAsync(300_000);
  expect(server.heardOf("ping").length).toBeGreaterThan(8);
  expect(server.heardOf("resume")).toHaveLength(before);
}

describe("a job", () => {
  test("asks for messages that are missing in between, after a pause for those that only come late", async () => {
    const client = clientOf(server);
    await client.connect();
    answerQuestions(server, [jobMessage(1, { type: "job_queued" })]);
    await client.ask("?");
    server.socket.say(jobMessage(3, { type: "progress_update" }));
    expect(server.heardOf("resume")).toEqual([]);
    await vi.advanceTimersByTimeAsync(300);
    expect(server.heardOf("resume")).toEqual([{ action: "resume", jobId: "job-1", after: 1 }]);
  });

  test("asks for its end at each heartbeat, since a lost last message leaves no gap", async () => {
    const client = clientOf(server, { heartbeatSeconds: 30 });
    await client.connect();
    answerQuestions(server, [jobMessage(1, { type: "job_queued" })]);
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
    const client = clientOf(server);
    await client.connect();
    answerQuestions(server, journal.slice(0, 1));
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
    const client = clientOf(server);
    await client.connect();
    answerQuestions(server, wholeJob(3).slice(0, 4));
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
    const client = clientOf(server);
    await client.connect();
    answerQuestions(server, [jobMessage(1, { type: "job_queued" }), jobMessage(2, { type: "job_failed" })]);
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
    const client = clientOf(server);
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
    const client = clientOf(server);
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
    const client = clientOf(server);
    await client.connect();
    server.answer = refuse("unknown_job");
    for (const request of ["resume", "cancel", "replay"] as const) {
      await expect(client[request]("nobodys")).rejects.toMatchObject({ code: "unknown_job" });
      await expectNotFollowed(client, "nobodys");
    }
  });

  test("of before that cannot be cancelled is not followed for that", async () => {
    const client = clientOf(server);
    await client.connect();
    server.answer = refuse("not_cancellable");
    await expect(client.cancel("ended")).rejects.toMatchObject({ code: "not_cancellable" });
    await expectNotFollowed(client, "ended");
  });

  test("that the server no longer has fails, saying what to do, and is asked for no more", async () => {
    const client = clientOf(server);
    await client.connect();
    answerQuestions(server, wholeJob(2).slice(0, 2));
    const job = await client.ask("?");
    const cancelled = expect(client.cancel(job.id)).rejects.toMatchObject({ code: "unknown_job" });
    server.answer = refuse("unknown_job");
    server.socket.end();
    await vi.advanceTimersByTimeAsync(1000);
    const gone = await job.result.catch((error: unknown) => error);
    expect(gone).toBeInstanceOf(JobGone);
    expect((gone as Error).message).toContain("Ask the question again");
    await cancelled;
    await expectNotFollowed(client, job.id);
  });

  test("whose result is no longer kept when its parts are fetched says so", async () => {
    const client = clientOf(server);
    await client.connect();
    const inParts = { ...result(), complete: false, parts: 2 } as never;
    answerQuestions(server, [jobMessage(1, { type: "job_queued" }), jobMessage(2, { type: "job_completed", result: inParts })]);
    const job = await client.ask("?");
    const given = expect(job.result).rejects.toBeInstanceOf(ResultExpired);
    expect(server.heardOf("get_result")).toHaveLength(2);
    server.socket.say({ type: "error", code: "unknown_job", message: "No longer kept.", jobId: job.id });
    await given;
  });
});
