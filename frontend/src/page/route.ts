import { useSyncExternalStore } from "react";

/** Where on the page one is: the hash, so that any static server can serve it. */
export type Route =
  | { readonly page: "ask" }
  | { readonly page: "job"; readonly jobId: string }
  | { readonly page: "jobs" }
  | { readonly page: "execution"; readonly jobId: string }
  | { readonly page: "unknown" };

/** The route a hash names. */
export function routeOf(hash: string): Route {
  const parts = hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decoded);
  const [section, jobId, detail] = parts;
  if (!section) return { page: "ask" };
  // the links in an operator's messages name the execution: the job, or `{jobId}-{attempt}` after a restart
  if (section === "execution" && jobId && !detail) return { page: "execution", jobId: jobId.slice(0, 36) };
  if (section !== "jobs" || parts.length > 3) return { page: "unknown" };
  if (!jobId) return { page: "jobs" };
  if (!detail) return { page: "job", jobId };
  return detail === "execution" ? { page: "execution", jobId } : { page: "unknown" };
}

export const ASK = "#/";
export const JOBS = "#/jobs";
export const jobHash = (jobId: string): string => `#/jobs/${encodeURIComponent(jobId)}`;
export const executionHash = (jobId: string): string => `${jobHash(jobId)}/execution`;

/** The route of now; a component that uses it follows every change. */
export function useRoute(): Route {
  return routeOf(useSyncExternalStore(subscribe, () => location.hash));
}

function subscribe(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
