import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ConnectionLost, WebSocketClient } from "../../src/client/index.ts";
import { answerQuestions } from "../support/client-of-fake-server.ts";
import { FakeServer, wholeJob } from "../support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
});

afterEach(() => {
  vi.useRealTimers();
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
    answerQuestions(server, wholeJob(1));
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
