import { pauseBefore, type Backoff } from "./backoff.ts";
import { ConnectionLost, RequestRefused, SignInRequired } from "./errors.ts";
import type { Authenticated, ClientMessage, ErrorMessage, ServerMessage } from "./protocol.ts";
import { MESSAGE_TOO_BIG, OPEN, type WebSocketConstructor, type WebSocketLike } from "./web-socket.ts";

/**
 * `disconnected`: not connected, and no longer trying; `unauthorized`: the same, until somebody signs in;
 * `closed`: closed on purpose.
 */
export type ConnectionState =
  "disconnected" | "connecting" | "connected" | "reconnecting" | "unauthorized" | "closed";

export interface ConnectionOptions {
  readonly url: string;
  readonly token: () => Promise<string> | string;
  readonly heartbeatSeconds: number;
  readonly answerSeconds: number;
  readonly backoff: Backoff;
  readonly WebSocket: WebSocketConstructor;
}

export interface ConnectionEvents {
  message(message: ServerMessage): void;
  state(state: ConnectionState): void;
  /** Signed in, for the first time or again: what was missed can be asked for. */
  ready(): void;
  /** The time of a heartbeat. */
  heartbeat(): void;
  /** The server closed the connection over a message that it does not take. */
  tooLarge(): void;
}

const RENEW_BEFORE_SECONDS = 60;

/** A signed-in socket that comes back when it drops, until it is closed on purpose. */
export class Connection {
  state: ConnectionState = "disconnected";
  private socket: WebSocketLike | undefined;
  private connecting: Promise<Authenticated> | undefined;
  /** How often it was closed on purpose: what was begun before the last time is no longer wanted. */
  private closings = 0;
  private heardSinceHeartbeat = true;
  private heartbeatTimer: ReturnType<typeof setInterval> | undefined;
  private renewalTimer: ReturnType<typeof setTimeout> | undefined;
  private endPause: (() => void) | undefined;
  /** Epoch milliseconds: the server closes one connection too many, and would close the next oldest for this one. */
  private restUntil = 0;

  constructor(
    private readonly options: ConnectionOptions,
    private readonly events: ConnectionEvents,
  ) {}

  /**
   * Connects and signs in; a pause between two tries ends at once. Rejects with RequestRefused or SignInRequired,
   * with ConnectionLost when it is closed meanwhile or its tries are over.
   */
  connect(): Promise<Authenticated> {
    this.endPause?.();
    return this.connectAs("connecting");
  }

  /** Sends, and says whether there was a connection to send by. */
  send(message: ClientMessage): boolean {
    if (this.state !== "connected" || this.socket?.readyState !== OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** Closes on purpose: nothing connects again until `connect` is called. */
  close(): void {
    this.closings++;
    this.connecting = undefined;
    this.endPause?.();
    this.drop();
    this.setState("closed");
  }

  private connectAs(state: "connecting" | "reconnecting"): Promise<Authenticated> {
    if (this.connecting) return this.connecting;
    const connecting = this.tryToConnect(state).finally(() => {
      if (this.connecting === connecting) this.connecting = undefined;
    });
    this.connecting = connecting;
    return connecting;
  }

  private async tryToConnect(state: "connecting" | "reconnecting"): Promise<Authenticated> {
    const { closings } = this;
    const { maxTries } = this.options.backoff;
    this.drop();
    this.setState(state);
    for (let tries = 0; tries < maxTries; tries++) {
      // what was dropped is everybody's at once when a server goes away: even the first try waits
      if (tries > 0 || state === "reconnecting") await this.pause(tries);
      this.stopIfClosedSince(closings);
      try {
        return await this.open();
      } catch (error) {
        // by now the socket may be that of a later `connect`
        this.stopIfClosedSince(closings);
        this.drop();
        if (!needsSignIn(error)) continue;
        this.setState("unauthorized");
        throw error;
      }
    }
    this.setState("disconnected");
    throw new ConnectionLost("The server cannot be reached.");
  }

  private async open(): Promise<Authenticated> {
    const { closings } = this;
    const token = await this.options.token();
    this.stopIfClosedSince(closings);
    const socket = new this.options.WebSocket(this.options.url);
    this.socket = socket;
    const authenticated = await this.signIn(socket, token);
    this.stopIfClosedSince(closings);
    this.heardSinceHeartbeat = true;
    this.heartbeatTimer = setInterval(() => this.beat(), this.options.heartbeatSeconds * 1000);
    this.renewIn(authenticated);
    this.setState("connected");
    this.events.message(authenticated);
    this.events.ready();
    return authenticated;
  }

  private signIn(socket: WebSocketLike, token: string): Promise<Authenticated> {
    return new Promise((resolve, reject) => {
      const lost = () => reject(new ConnectionLost("The connection was closed before it was signed in."));
      const timer = setTimeout(lost, this.options.answerSeconds * 1000);
      const settle = (end: () => void) => {
        clearTimeout(timer);
        end();
      };
      let signedIn = false;
      socket.addEventListener("open", () => socket.send(JSON.stringify({ action: "authenticate", token })));
      socket.addEventListener("error", () => settle(lost));
      socket.addEventListener("close", ({ code }) => {
        settle(lost);
        this.closed(socket, code);
      });
      socket.addEventListener("message", ({ data }) => {
        const message = parse(data);
        if (!message || socket !== this.socket) return;
        if (signedIn || "seq" in message) return this.heard(message);
        if (message.type === "authenticated") signedIn = true;
        if (message.type === "authenticated") settle(() => resolve(message));
        else if (message.type === "error") settle(() => reject(new RequestRefused(message)));
      });
    });
  }

  private heard(message: ServerMessage): void {
    this.heardSinceHeartbeat = true;
    if (message.type === "authenticated") this.renewIn(message);
    if (message.type === "error") this.noteRest(message);
    this.events.message(message);
  }

  private noteRest({ code, requestId, jobId, retryAfter }: ErrorMessage): void {
    if (code !== "rate_limited" || requestId || jobId) return;
    this.restUntil = Date.now() + (retryAfter ?? 0) * 1000;
  }

  private closed(socket: WebSocketLike, code: number | undefined): void {
    if (socket !== this.socket || this.state !== "connected") return;
    if (code === MESSAGE_TOO_BIG) this.events.tooLarge();
    this.connectAs("reconnecting").catch(() => undefined);
  }

  private beat(): void {
    if (!this.heardSinceHeartbeat) {
      this.connectAs("reconnecting").catch(() => undefined);
      return;
    }
    this.heardSinceHeartbeat = false;
    this.send({ action: "ping", timestamp: Date.now() / 1000 });
    this.events.heartbeat();
  }

  private renewIn({ expiresAt }: Authenticated): void {
    clearTimeout(this.renewalTimer);
    const seconds = Math.max(1, expiresAt - Date.now() / 1000 - RENEW_BEFORE_SECONDS);
    this.renewalTimer = setTimeout(() => void this.renew(), seconds * 1000);
  }

  private async renew(): Promise<void> {
    const { closings } = this;
    try {
      const token = await this.options.token();
      this.send({ action: "authenticate", token });
    } catch (error) {
      // any other failure is tried again when the server closes the connection at the token's end
      if (closings !== this.closings || !needsSignIn(error)) return;
      this.drop();
      this.setState("unauthorized");
    }
  }

  private drop(): void {
    clearInterval(this.heartbeatTimer);
    clearTimeout(this.renewalTimer);
    const { socket } = this;
    this.socket = undefined;
    socket?.close(1000);
  }

  private pause(tries: number): Promise<void> {
    return new Promise((resolve) => {
      const rest = this.restUntil - Date.now();
      const timer = setTimeout(resolve, Math.max(rest, pauseBefore(tries, this.options.backoff)));
      this.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private stopIfClosedSince(closings: number): void {
    if (closings !== this.closings) throw new ConnectionLost("The connection was closed.");
  }

  private setState(state: ConnectionState): void {
    if (state === this.state) return;
    this.state = state;
    this.events.state(state);
  }
}

function needsSignIn(error: unknown): boolean {
  return error instanceof SignInRequired || (error instanceof RequestRefused && error.code === "unauthorized");
}

function parse(data: unknown): ServerMessage | undefined {
  try {
    return JSON.parse(String(data)) as ServerMessage;
  } catch {
    return undefined;
  }
}
