import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import type { JobSummary } from "../../client/index.ts";
import { earlierQuestions } from "../ask/conversation.ts";
import { explain } from "../ask/use-job.ts";
import { useFinOps } from "../finops.tsx";
import { ASK, jobExecutionHash, jobHash } from "../route.ts";
import { Awaited } from "../shell/Awaited.tsx";
import { useTitle } from "../shell/use-title.ts";
import { JobStatus } from "./JobStatus.tsx";
import { useJobs } from "./use-jobs.ts";

/** The user's jobs, live: what runs, what has its answer, and what failed and why. */
export default function JobsPage() {
  const { jobs, reasons, problem, more, loadMore } = useJobs();
  useTitle("Jobs");
  return (
    <div className="jobs">
      <h1>Jobs</h1>
      <p className="lead">Every question you asked, in any tab. Jobs go on when the page is closed.</p>
      {problem && (
        <Alert type="error" header="The jobs cannot be shown">
          {explain(problem)}
        </Alert>
      )}
      {!jobs && !problem && <Awaited what="your jobs" />}
      {jobs?.length === 0 && (
        <div className="empty">
          <h2>No jobs yet</h2>
          <p>A question you ask becomes a job, and is kept here with its answer.</p>
          <Button variant="primary" href={ASK}>
            Ask a question
          </Button>
        </div>
      )}
      {jobs && jobs.length > 0 && (
        <ul className="job-list" aria-label="Jobs">
          {jobs.map((job) => (
            <li key={job.jobId}>
              <JobRow job={job} reason={reasons.get(job.jobId)} />
            </li>
          ))}
        </ul>
      )}
      {more && <Button onClick={loadMore}>Show older jobs</Button>}
    </div>
  );
}

function JobRow({ job, reason }: { job: JobSummary; reason: string | undefined }) {
  const before = earlierQuestions(job.jobId).at(-1);
  const running = job.status === "queued" || job.status === "running";
  return (
    <article className="job-row" aria-label={job.query}>
      <div className="job-row-main">
        <a className="clamped" title={job.query} href={jobHash(job.jobId)}>
          {job.query}
        </a>
        <p className="quiet">
          <time dateTime={job.createdAt}>{localTime(job.createdAt)}</time>
          {before && (
            <>
              , follows up on <a href={jobHash(before.jobId)}>{before.question}</a>
            </>
          )}
          {job.attempt > 1 && `, attempt ${job.attempt}`}
        </p>
        {job.status === "failed" && <p className="reason">{reason ?? "…"}</p>}
      </div>
      <div className="job-row-end">
        <JobStatus status={job.status} errorCode={job.errorCode} />
        {running && <span className="quiet">{job.progress}%</span>}
        {job.status === "failed" && job.replayable && <ReplayButton job={job} />}
        <Button variant="inline-link" href={jobExecutionHash(job.jobId)} ariaLabel={`Execution of: ${job.query}`}>
          Execution
        </Button>
      </div>
    </article>
  );
}

function ReplayButton({ job }: { job: JobSummary }) {
  const { client, available } = useFinOps();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string>();
  const replay = () => {
    setBusy(true);
    setRefused(undefined);
    client
      .replay(job.jobId)
      .catch((error: Error) => setRefused(explain(error)))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <Button loading={busy} disabled={!available} ariaLabel={`Replay: ${job.query}`} onClick={replay}>
        Replay
      </Button>
      {refused && <span role="alert">{refused}</span>}
    </>
  );
}

function localTime(moment: string): string {
  return new Date(moment).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
