import WebSocket from "ws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ConnectionLost,
  FinOpsClient,
  JobFailedError,
  JobGone,
  WebSocketClient,
  type ServerMessage,
  type WebSocketConstructor,
} from "../../src/client/index.ts";
import { FinOpsServer } from "../support/finops-server.ts";

const QUESTION = "What was my S3 spend in January 2026?";
let server: FinOpsServer;
let client: FinOpsClient;

beforeAll(async () => {
  server = await FinOpsServer.start("--fail", "AdviseSavings=1");
  client = new FinOpsClient({
    url: (await server.config()).webSocketUrl,
    token: () => server.token(),
    WebSocket: WebSocket as unknown as WebSocketConstructor,
  });
});
afterAll(async () => {
  client?.close();
  await server?.stop();
});

describe("the client in Node, against a real server", () => {
  test("asks, and lists what was asked", async () => {
    await client.connect();
    const job = await client.ask(QUESTION);
    const answer = await job.result;
    expect(answer.response).toContain("January 2026");
    expect(answer.cost_analysis?.total?.amount).toMatch(/^\d+\.\d+$/);
    const { jobs } = await client.listJobs();
    expect(jobs[0]).toMatchObject({ jobId: job.id, query: QUESTION, status: "completed" });
  });

  test("follows a job to its answer when the server closes the connection in the middle of it", async () => {
    let connectionId = "";
    const stop = client.onMessage((message: ServerMessage) => {
      if (message.type === "job_queued") void server.disconnect(connectionId);
    });
    client.close();
    ({ connectionId } = await client.connect());
    const job = await client.ask("What were my top 5 services in January 2026?");
    await expect(job.result).resolves.toMatchObject({ interpretation: { intent: "breakdown" } });
    expect(job.messages.map(({ seq }) => seq)).toEqual(job.messages.map((_, index) => index + 1));
    stop();
  });

  test("connects when it was closed a moment before, as React's StrictMode does", async () => {
    client.close();
    const first = client.connect();
    const given = expect(first).rejects.toBeInstanceOf(ConnectionLost);
    client.close();
    await expect(client.connect()).resolves.toMatchObject({ type: "authenticated" });
    await given;
    expect(client.state).toBe("connected");
  });

  test("replays a failed job where it broke", async () => {
    const job = await client.ask("How can I save money?");
    await expect(job.result).rejects.toBeInstanceOf(JobFailedError);
    await client.replay(job.id);
    await expect(job.result).resolves.toMatchObject({ interpretation: { intent: "savings" } });
    expect(job.messages.some(({ type }) => type === "job_replayed")).toBe(true);
  });

  test("shows a job to whoever comes later", async () => {
    const { jobs } = await client.listJobs({ limit: 1 });
    const later = new FinOpsClient({
      url: (await server.config()).webSocketUrl,
      token: () => server.token(),
      WebSocket: WebSocket as unknown as WebSocketConstructor,
    });
    await later.connect();
    const job = await later.resume(jobs[0]?.jobId ?? "");
    expect(job.ended).toBe(true);
    later.close();
  });

  test("keeps the earlier system's way of asking", async () => {
    const heard: ServerMessage[] = [];
    const { webSocketUrl } = await server.config();
    let answered: () => void;
    const completed = new Promise<void>((resolve) => (answered = resolve));
    const earlier = new WebSocketClient(
      webSocketUrl,
      (message) => {
        heard.push(message);
        if (message.type === "job_completed") answered();
      },
      undefined,
      undefined,
      { token: () => server.token(), WebSocket: WebSocket as unknown as WebSocketConstructor },
    );
    await earlier.connect();
    earlier.sendFinOpsQuery(QUESTION);
    await completed;
    earlier.disconnect();
    expect(heard.find(({ type }) => type === "job_completed")).toMatchObject({
      result: { agent: "AWS-FinOps-WebSocket-Supervisor", query: QUESTION },
    });
  });

  test("says that a job is gone when the server comes back without it", async () => {
    // nothing is heard after the first message: the job is not at its end
    const stop = client.onMessage(({ type }) => type === "job_queued" && client.close());
    const job = await client.ask(QUESTION);
    stop();
    await server.stop();
    await server.startAgain();
    await client.connect();
    await expect(job.result).rejects.toBeInstanceOf(JobGone);
    expect(client.job(job.id)).toBeUndefined();
  });
});
