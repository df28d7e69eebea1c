/** What the client needs of a WebSocket: the browser's, Node's own (from 22), or that of the package `ws`. */
export interface WebSocketLike {
  readonly readyState: number;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(type: "close", listener: (event: { readonly code?: number }) => void): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
}

export type WebSocketConstructor = new (url: string) => WebSocketLike;

export const OPEN = 1;

/** The code of a close over a message that is larger than the server takes. */
export const MESSAGE_TOO_BIG = 1009;

/** The platform's WebSocket. Throws where there is none, saying what to do. */
export function platformWebSocket(): WebSocketConstructor {
  const found = (globalThis as { WebSocket?: WebSocketConstructor }).WebSocket;
  if (!found) throw new TypeError("This platform has no WebSocket: pass that of the package `ws` as `WebSocket`.");
  return found;
}
