import { Job, type ResultLoader } from "./job.ts";
import type { JobMessage, JobQueued, Resumed } from "./protocol.ts";

/** Posts may overtake one another: a message is taken for lost only after this long. */
const REORDERING_MILLISECONDS = 250;

/** The jobs a client follows: gives each its messages, in whatever order they come. */
export class FollowedJobs {
  private readonly jobs = new Map<string, Job>();
  /** The `requestId`s of questions that wait for their jobs. */
  private readonly asked = new Set<string>();
  /** Messages that came before the one that says whose job they are of. */
  private readonly early = new Map<string, JobMessage[]>();

  constructor(
    private readonly loadResult: ResultLoader,
    private readonly requestMissing: (job: Job) => void,
  ) {}

  get(jobId: string): Job | undefined {
    return this.jobs.get(jobId);
  }

  all(): Job[] {
    return [...this.jobs.values()];
  }

  /** Follows a job from now on. */
  follow(jobId: string): Job {
    const known = this.jobs.get(jobId);
    if (known) return known;
    const job = new Job(jobId, this.loadResult);
    this.jobs.set(jobId, job);
    return job;
  }

  /** Follows it no longer when nothing came of it: it may not even be there. */
  dropEmpty(job: Job): void {
    if (job.messages.length === 0) this.jobs.delete(job.id);
  }

  /** The server says that there is no such job, or no longer: asked for again, it would say so again. */
  lose(jobId: string): void {
    this.jobs.get(jobId)?.lose();
    this.jobs.delete(jobId);
  }

  /** Takes the job of this question for one's own when it is queued. */
  expect(requestId: string): void {
    this.asked.add(requestId);
  }

  /** The question has its job, or gets none. */
  expectNoMore(requestId: string): void {
    this.asked.delete(requestId);
    if (this.asked.size === 0) this.early.clear();
  }

  take(message: JobMessage): void {
    if (message.type === "job_queued" && this.asked.has(message.requestId ?? "")) return this.adopt(message);
    const job = this.jobs.get(message.jobId);
    if (!job) {
      if (this.asked.size === 0) return;
      const waiting = this.early.get(message.jobId) ?? [];
      this.early.set(message.jobId, [...waiting, message]);
      return;
    }
    const hadGap = job.hasGap;
    job.take(message);
    if (job.hasGap && !hadGap) setTimeout(() => job.hasGap && this.requestMissing(job), REORDERING_MILLISECONDS);
  }

  /** A resume has its end: where the server did not know the place, it sends all there is. */
  caughtUp({ jobId, recovered, lastSeq }: Resumed): void {
    const job = this.jobs.get(jobId);
    if (!job || recovered || job.lastSeq <= lastSeq) return;
    job.restart();
    this.requestMissing(job);
  }

  private adopt(queued: JobQueued): void {
    const job = this.follow(queued.jobId);
    for (const message of this.early.get(queued.jobId) ?? []) job.take(message);
    job.take(queued);
    // sent again, it may have come far already, and no message need follow
    if (queued.duplicate || job.hasGap) this.requestMissing(job);
  }
}
