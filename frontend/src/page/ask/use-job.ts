import { useEffect, useReducer, useState } from "react";
import { ConnectionLost, JobFailedError, RequestRefused, type Job, type Result } from "../../client/index.ts";
import { useFinOps } from "../finops.tsx";

/** A job as it is now. */
export interface FollowedJob {
  readonly job: Job | undefined;
  /** The latest attempt's answer, once it is there whole. */
  readonly result: Result | undefined;
  /** Why the job or its answer cannot be shown; not that the job failed. */
  readonly problem: Error | undefined;
}

/** Follows a job by its id over drops and replays: every message and the answer show as they come. */
export function useJob(jobId: string): FollowedJob {
  const { client, state } = useFinOps();
  const connected = state === "connected";
  const [job, setJob] = useState(() => client.job(jobId));
  const [result, setResult] = useState<Result>();
  const [problem, setProblem] = useState<Error>();
  const [, update] = useReducer((count: number) => count + 1, 0);

  useEffect(() => {
    // one that the client has let go of is gone: asked for again, it would only be refused in other words
    if (!connected || job) return;
    let wanted = true;
    client.resume(jobId).then(
      (found) => wanted && setJob(found),
      (error: Error) => wanted && !(error instanceof ConnectionLost) && setProblem(error),
    );
    return () => {
      wanted = false;
    };
  }, [client, connected, jobId, job]);

  useEffect(() => job?.onMessage(update), [job]);

  const attempt = job?.messages.at(-1)?.attempt;
  useEffect(() => {
    setResult(undefined);
    setProblem(undefined);
  }, [job, attempt]);
  // a lost connection rejects the answer that was waited for: after it there is another to wait for
  useEffect(() => {
    let wanted = true;
    job?.result.then(
      (answer) => wanted && setResult(answer),
      (error: Error) => wanted && isProblem(error) && setProblem(error),
    );
    return () => {
      wanted = false;
    };
  }, [job, attempt, connected]);

  return { job, result, problem };
}

/** A failed job is shown as such, and a lost connection has its banner. */
function isProblem(error: Error): boolean {
  return !(error instanceof JobFailedError || error instanceof ConnectionLost);
}

/** What to tell about an error of the client. */
export function explain(error: Error): string {
  if (error instanceof RequestRefused && error.retryAfter) {
    return `${error.message} Try again in ${error.retryAfter} seconds.`;
  }
  if (error instanceof RequestRefused && error.code === "unknown_job") {
    return "There is no such job of yours. It may be another user's, or no longer kept.";
  }
  return error.message;
}
