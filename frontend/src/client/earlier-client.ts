import { FinOpsClient, type FinOpsClientOptions } from "./finops-client.ts";
import type { ServerMessage } from "./protocol.ts";

/** What the earlier system's client was given beside its callbacks: whatever `FinOpsClient` takes. */
export type EarlierOptions = Omit<FinOpsClientOptions, "url">;

/**
 * The earlier system's client, with its constructor and methods, on top of `FinOpsClient`.
 *
 * `onMessage` is given every message as it arrives; `onClose` is called when the connection is closed or given up,
 * after three tries in a row unless `options.backoff` says otherwise.
 */
export class WebSocketClient {
  private readonly client: FinOpsClient;

  constructor(
    url: string,
    onMessage: (message: ServerMessage) => void,
    private readonly onError: (error: Error) => void = () => undefined,
    onClose: () => void = () => undefined,
    options: EarlierOptions = { token: () => "" },
  ) {
    this.client = new FinOpsClient({ ...options, backoff: { maxTries: 3, ...options.backoff }, url });
    this.client.onMessage(onMessage);
    this.client.onState((state) => {
      if (state === "disconnected" || state === "unauthorized" || state === "closed") onClose();
    });
  }

  /** Connects and signs in. */
  async connect(): Promise<void> {
    try {
      await this.client.connect();
    } catch (error) {
      this.onError(error as Error);
      throw error;
    }
  }

  /** Asks a question; its job's messages come to `onMessage`. */
  sendFinOpsQuery(query: string): void {
    this.client.ask(query).catch(this.onError);
  }

  /** Closes the connection for good. */
  disconnect(): void {
    this.client.close();
  }
}
