import { useEffect, useState } from "react";
import { ConnectionLost, type JobSummary } from "../../client/index.ts";
import { useFinOps } from "../finops.tsx";
import { JobStatus } from "../jobs/JobStatus.tsx";
import { JOBS, jobHash } from "../route.ts";
import { Awaited } from "../shell/Awaited.tsx";

const SHOWN = 8;

/** The user's latest questions, each with its answer behind it. */
export function RecentQuestions() {
  const { client, state } = useFinOps();
  const [jobs, setJobs] = useState<readonly JobSummary[]>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    if (state !== "connected") return;
    client.listJobs({ limit: SHOWN }).then(
      (page) => setJobs(page.jobs),
      (error: Error) => !(error instanceof ConnectionLost) && setProblem(error.message),
    );
  }, [client, state]);
  return (
    <section aria-labelledby="recent">
      <h2 id="recent">Your latest questions</h2>
      {problem && <p role="alert">{problem}</p>}
      {!jobs && !problem && <Awaited what="your questions" />}
      {jobs?.length === 0 && <p className="quiet">None yet. What you ask shows here, with its answer.</p>}
      {jobs && jobs.length > 0 && (
        <>
          <ul className="question-list">
            {jobs.map((job) => (
              <li key={job.jobId}>
                <a href={jobHash(job.jobId)}>
                  <span className="clamped" title={job.query}>
                    {job.query}
                  </span>
                  <JobStatus status={job.status} errorCode={job.errorCode} />
                </a>
              </li>
            ))}
          </ul>
          <a href={JOBS}>All jobs</a>
        </>
      )}
    </section>
  );
}
