import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ConnectionLost, JobFailedError, MAX_FRAME_BYTES, MessageTooLarge, RequestRefused } from "../../src/client/index.ts";
import { answerQuestions, clientOf } from "../support/client-of-fake-server.ts";
import { FakeServer, jobMessage, wholeJob } from "../support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("asking", () => {
  test("gives a job with its messages in order and its answer", async () => {
    const client = clientOf(server);
    await client.connect();
    answerQuestions(server, wholeJob(2));
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
    const client = clientOf(server);
    await client.connect();
    const [queued, ...others] = wholeJob(2);
    answerQuestions(server, [...others, queued as object]);
    const job = await client.ask("?");
    expect(job.messages).toHaveLength(4);
    await expect(job.result).resolves.toBeDefined();
  });

  test("rejects with the server's reason", async () => {
    const client = clientOf(server);
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
    const client = clientOf(server);
    await client.connect();
    const asked = client.ask("?");
    server.socket.end();
    answerQuestions(server, wholeJob(0));
    await vi.advanceTimersByTimeAsync(1000);
    const job = await asked;
    const [first, second] = server.heardOf("finops_query");
    expect(second?.requestId).toBe(first?.requestId);
    await expect(job.result).resolves.toBeDefined();
  });

  test("is refused at once when nothing is connected, and nothing connects", async () => {
    await expect(clientOf(server).ask("?")).rejects.toBeInstanceOf(ConnectionLost);
  });

  test("cancels the job when its signal is aborted", async () => {
    const client = clientOf(server);
    await client.connect();
    answerQuestions(server, [jobMessage(1, { type: "job_queued" })]);
    const controller = new AbortController();
    const job = await client.ask("?", { signal: controller.signal });
    controller.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(server.heardOf("cancel")).toEqual([{ action: "cancel", jobId: "job-1" }]);
    server.socket.say(jobMessage(2, { type: "job_failed", errorCode: "cancelled", error: "Cancelled." }));
    await expect(job.result).rejects.toBeInstanceOf(JobFailedError);
  });

  test("asks nothing when its signal is aborted already", async () => {
    const client = clientOf(server);
    await client.connect();
    await expect(client.ask("?", { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(server.heardOf("finops_query")).toEqual([]);
  });

  test("is refused before it is sent when no frame has room for it", async () => {
    const client = clientOf(server);
    await client.connect();
    const refused = await client.ask("€".repeat(MAX_FRAME_BYTES / 3)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(MessageTooLarge);
    expect((refused as Error).message).toContain("32,768");
    expect(server.heardOf("finops_query")).toEqual([]);
    expect(client.state).toBe("connected");
  });

  test("is refused, and not sent again, when the server closes the connection over its size", async () => {
    const client = clientOf(server);
    await client.connect();
    const listed = client.listJobs();
    const asked = client.ask("x".repeat(2000));
    const refusal = expect(asked).rejects.toBeInstanceOf(MessageTooLarge);
    server.socket.end(1009);
    await refusal;
    server.answer = (message, socket) => message.action === "list_jobs" && socket.say({ type: "jobs", jobs: [] });
    await vi.advanceTimersByTimeAsync(1000);
    await expect(listed).resolves.toBeDefined();
    expect(server.heardOf("finops_query")).toHaveLength(1);
  });
});
