import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  ConnectionLost,
  SignInRequired,
  type ClientMessage,
  type ConnectionState,
  type FinOpsClient,
} from "../../src/client/index.ts";
import { answerQuestions, clientOf } from "../support/client-of-fake-server.ts";
import { FakeServer, jobMessage } from "../support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
});

afterEach(() => {
  vi.useRealTimers();
});

function states(client: FinOpsClient): ConnectionState[] {
  const seen: ConnectionState[] = [];
  client.onState((state) => seen.push(state));
  return seen;
}

describe("the connection", () => {
  test("is tried again for as long as it is open, in pauses of half a minute at most", async () => {
    const client = clientOf(server);
    await client.connect();
    const seen = states(client);
    server.reachable = false;
    server.socket.end();
    const listed = client.listJobs();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(server.sockets.length).toBeGreaterThan(1 + 3600 / 30);
    expect(seen).toEqual(["reconnecting"]);
    server.reachable = true;
    server.answer = (message, socket) => message.action === "list_jobs" && socket.say({ type: "jobs", jobs: [] });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(client.state).toBe("connected");
    await expect(listed).resolves.toMatchObject({ jobs: [] });
  });

  test("is tried at once when it is asked for in a pause", async () => {
    const client = clientOf(server);
    await client.connect();
    server.reachable = false;
    server.socket.end();
    await vi.advanceTimersByTimeAsync(600_000);
    server.reachable = true;
    const connecting = client.connect();
    await vi.advanceTimersByTimeAsync(0);
    await expect(connecting).resolves.toBeDefined();
  });

  test("is tried until it comes about also for the first time", async () => {
    const client = clientOf(server);
    server.reachable = false;
    const connecting = client.connect();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(client.state).toBe("connecting");
    server.reachable = true;
    await vi.advanceTimersByTimeAsync(30_000);
    await expect(connecting).resolves.toBeDefined();
  });

  test("is given up after as many tries in a row as its owner wants, and can be had again", async () => {
    const client = clientOf(server, { backoff: { maxTries: 3 } });
    await client.connect();
    answerQuestions(server, [jobMessage(1, { type: "job_queued" })]);
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
      [15_000, 30_000],
    ]);
  });

  test("that was one too many comes back no sooner than the server said", async () => {
    const client = clientOf(server);
    await client.connect();
    server.socket.say({ type: "error", code: "rate_limited", message: "Too many pages.", retryAfter: 60 });
    server.socket.end(1000);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(server.sockets.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(client.state).toBe("connected");
  });

  test("never comes back when it was closed on purpose, not even from a pause", async () => {
    const client = clientOf(server);
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

  test("is opened when it is asked for after a close, whatever the close left half done", async () => {
    const client = clientOf(server);
    const first = client.connect();
    const given = expect(first).rejects.toBeInstanceOf(ConnectionLost);
    client.close();
    await expect(client.connect()).resolves.toBeDefined();
    await given;
    expect(client.state).toBe("connected");
    expect(server.sockets).toHaveLength(1);
  });

  test("is opened by the later try alone when the close came in a pause", async () => {
    const client = clientOf(server);
    server.reachable = false;
    const given = expect(client.connect()).rejects.toBeInstanceOf(ConnectionLost);
    await vi.advanceTimersByTimeAsync(60_000);
    client.close();
    server.reachable = true;
    const before = server.sockets.length;
    await client.connect();
    await given;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.state).toBe("connected");
    expect(server.sockets).toHaveLength(before + 1);
  });

  test("is opened by the later try alone when the close came before the sign-in was answered", async () => {
    const client = clientOf(server);
    const receive = vi.spyOn(server, "receive").mockReturnValue();
    const given = expect(client.connect()).rejects.toBeInstanceOf(ConnectionLost);
    await vi.advanceTimersByTimeAsync(0);
    expect(receive).toHaveBeenCalledOnce();
    client.close();
    receive.mockRestore();
    await client.connect();
    await given;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.state).toBe("connected");
    expect(server.sockets).toHaveLength(2);
  });

  test("stays closed when its owner signed out while a token was being renewed", async () => {
    server.expiresIn = 300;
    let signOut: (error: Error) => void = () => undefined;
    const token = vi.fn(() => new Promise<string>((_, reject) => (signOut = reject)));
    token.mockResolvedValueOnce("first");
    const client = clientOf(server, { token });
    await client.connect();
    await vi.advanceTimersByTimeAsync(241_000);
    expect(token).toHaveBeenCalledTimes(2);
    client.close();
    signOut(new SignInRequired("Sign in first."));
    await vi.advanceTimersByTimeAsync(0);
    expect(client.state).toBe("closed");
  });

  test("test_r15_is kept alive by heartbeats, and replaced when nothing answers them", async () => {
    const client = clientOf(server, { heartbeatSeconds: 30 });
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
    const client = clientOf(server, { token });
    await client.connect();
    await vi.advanceTimersByTimeAsync(241_000);
    expect(server.heardOf("authenticate").map(({ token: sent }) => sent)).toEqual(["first", "second"]);
    expect(server.sockets).toHaveLength(1);
  });

  test("is not tried again when only the user can help", async () => {
    const client = clientOf(server, {
      token: () => {
        throw new SignInRequired("Sign in first.");
      },
    });
    await expect(client.connect()).rejects.toBeInstanceOf(SignInRequired);
    expect(client.state).toBe("unauthorized");
    expect(server.sockets).toEqual([]);
  });

  test("is not tried again when the server does not take the token", async () => {
    const client = clientOf(server);
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
    const client = clientOf(server);
    await Promise.all([client.connect(), client.connect(), client.connect()]);
    expect(server.sockets).toHaveLength(1);
  });

  test("survives what is not JSON", async () => {
    const client = clientOf(server);
    await client.connect();
    server.socket.say({ toJSON: () => undefined });
    expect(client.state).toBe("connected");
  });
});
