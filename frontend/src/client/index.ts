export { DEFAULT_BACKOFF, type Backoff } from "./backoff.ts";
export type { ConnectionState } from "./connection.ts";
export { WebSocketClient } from "./earlier-client.ts";
export {
  ConnectionLost,
  JobFailedError,
  JobGone,
  MAX_FRAME_BYTES,
  MessageTooLarge,
  RequestRefused,
  ResultExpired,
  SignInRequired,
} from "./errors.ts";
export { FinOpsClient, type AskOptions, type FinOpsClientOptions, type ListJobsOptions } from "./finops-client.ts";
export { isEnd, type Job } from "./job.ts";
export type * from "./protocol.ts";
export type { WebSocketConstructor, WebSocketLike } from "./web-socket.ts";
