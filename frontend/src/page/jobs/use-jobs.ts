import { useCallback, useEffect, useRef, useState } from "react";
import { ConnectionLost, type FinOpsClient, type JobSummary } from "../../client/index.ts";
import { useFinOps } from "../finops.tsx";
import { merged, withMessage } from "./summaries.ts";

const PAGE_SIZE = 20;

export interface LiveJobs {
  readonly jobs: readonly JobSummary[] | undefined;
  /** Why failed jobs failed, by job. */
  readonly reasons: ReadonlyMap<string, string>;
  readonly problem: Error | undefined;
  readonly more: boolean;
  readonly loadMore: () => void;
}

/** The user's jobs, kept up to date by the messages of all of them. */
export function useJobs(): LiveJobs {
  const { client, state } = useFinOps();
  const [jobs, setJobs] = useState<readonly JobSummary[]>();
  const [cursor, setCursor] = useState<string>();
  const [problem, setProblem] = useState<Error>();
  const reasons = useReasons(client, jobs);
  const latest = useRef(jobs);
  latest.current = jobs;

  const load = useCallback(
    (from?: string) => {
      client.listJobs({ limit: PAGE_SIZE, ...(from && { cursor: from }) }).then(
        (page) => {
          setJobs((known) => merged(known ?? [], page.jobs));
          setCursor((known) => (from || !known ? (page.cursor ?? undefined) : known));
        },
        (error: Error) => !(error instanceof ConnectionLost) && setProblem(error),
      );
    },
    [client],
  );
  useEffect(() => {
    if (state === "connected") load();
  }, [load, state]);
  useEffect(
    () =>
      client.onMessage((message) => {
        if (!("seq" in message) || !latest.current) return;
        const known = latest.current.some(({ jobId }) => jobId === message.jobId);
        if (known) setJobs((list) => (list && withMessage(list, message)) ?? list);
        else if (message.type === "job_queued" || message.type === "job_replayed") load();
      }),
    [client, load],
  );
  return { jobs, reasons, problem, more: cursor !== undefined, loadMore: () => load(cursor) };
}

/** The sentence of each failed job's `job_failed`, which lists do not carry. */
function useReasons(client: FinOpsClient, jobs: readonly JobSummary[] | undefined): ReadonlyMap<string, string> {
  const [reasons, setReasons] = useState<ReadonlyMap<string, string>>(new Map());
  const asked = useRef(new Set<string>());
  useEffect(() => {
    const failed = (jobs ?? []).filter(({ status }) => status === "failed");
    for (const { jobId, lastSeq } of failed) {
      const key = `${jobId}#${lastSeq}`;
      if (asked.current.has(key)) continue;
      asked.current.add(key);
      client
        .resume(jobId)
        .then((job) => {
          const failure = job.messages.findLast((message) => message.type === "job_failed");
          if (failure) setReasons((known) => new Map(known).set(jobId, failure.error));
        })
        .catch(() => asked.current.delete(key));
    }
  }, [client, jobs]);
  return reasons;
}
