import { FinOpsClient, type FinOpsClientOptions } from "../../src/client/index.ts";
import type { FakeServer } from "./fake-server.ts";

/** A client whose only server is this one. */
export function clientOf(server: FakeServer, options: Partial<FinOpsClientOptions> = {}): FinOpsClient {
  return new FinOpsClient({ url: "ws://finops.test/prod", token: () => "token", WebSocket: server.WebSocket, ...options });
}

/** Has the server answer a question with these messages, under the question's own id. */
export function answerQuestions(server: FakeServer, messages: readonly object[]): void {
  server.answer = (message, socket) => {
    if (message.action !== "finops_query") return;
    for (const one of messages) socket.say({ ...one, ...("query" in one && { requestId: message.requestId }) });
  };
}
