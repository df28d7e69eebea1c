import type { JobMessage, JobSummary } from "../../client/index.ts";

/** A list of jobs after one more message; undefined when the message is of a job that is not in it. */
export function withMessage(jobs: readonly JobSummary[], message: JobMessage): JobSummary[] | undefined {
  const index = jobs.findIndex(({ jobId }) => jobId === message.jobId);
  const job = jobs[index];
  if (!job) return undefined;
  if (message.seq <= job.lastSeq) return [...jobs];
  return jobs.with(index, changed({ ...job, lastSeq: message.seq, attempt: message.attempt }, message));
}

/** Two lists as one, newest first; where both have a job, what came later counts. */
export function merged(jobs: readonly JobSummary[], more: readonly JobSummary[]): JobSummary[] {
  const byId = new Map(jobs.map((job) => [job.jobId, job]));
  for (const job of more) {
    const known = byId.get(job.jobId);
    if (!known || known.lastSeq <= job.lastSeq) byId.set(job.jobId, job);
  }
  return [...byId.values()].sort((one, other) => other.createdAt.localeCompare(one.createdAt));
}

function changed(job: JobSummary, message: JobMessage): JobSummary {
  const endedAt = new Date(message.timestamp * 1000).toISOString();
  switch (message.type) {
    case "progress_update":
      return { ...job, status: "running", progress: Math.max(job.progress, message.progress) };
    case "job_completed":
      return { ...job, status: "completed", progress: 100, endedAt };
    case "job_failed":
      return { ...job, status: "failed", errorCode: message.errorCode, replayable: message.replayable, endedAt };
    case "job_replayed":
      return { ...job, status: "running", progress: 0, errorCode: null, replayable: null, endedAt: null };
    case "job_queued":
      return job;
  }
}
