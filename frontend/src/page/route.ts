import { useSyncExternalStore } from "react";

/** Where on the page one is: the hash, so that any static server can serve it. */
export type Route =
  | { readonly page: "ask" }
  | { readonly page: "job"; readonly jobId: string }
  | { readonly page: "jobs" }
  /** The latest execution of a job. */
  | { readonly page: "job-execution"; readonly jobId: string }
  /** An execution by its name. */
  | { readonly page: "execution"; readonly name: string }
  | { readonly page: "unknown" };

/** The route a hash names. */
function routeOf(hash: string): Route {
  const [section, id, detail, ...rest] = hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decoded);
  if (!section) return { page: "ask" };
  if (rest.length > 0) return { page: "unknown" };
  if (section === "execution" && id && !detail) return { page: "execution", name: id };
  if (section !== "jobs") return { page: "unknown" };
  if (!id) return { page: "jobs" };
  if (!detail) return { page: "job", jobId: id };
  return detail === "execution" ? { page: "job-execution", jobId: id } : { page: "unknown" };
}

export const ASK = "#/";
export const JOBS = "#/jobs";
export const jobHash = (jobId: string): string => `#/jobs/${encodeURIComponent(jobId)}`;
export const jobExecutionHash = (jobId: string): string => `${jobHash(jobId)}/execution`;
export const executionHash = (name: string): string => `#/execution/${encodeURIComponent(name)}`;

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
