import Alert from "@cloudscape-design/components/alert";
import { useEffect } from "react";
import type { Job } from "../../client/index.ts";
import { explain, useJob } from "../ask/use-job.ts";
import { executionHash } from "../route.ts";
import { Awaited } from "../shell/Awaited.tsx";

/** Leads to the latest execution of a job. */
export default function JobExecution({ jobId }: { jobId: string }) {
  const { job, problem } = useJob(jobId);
  const name = job && job.messages.length > 0 ? latestExecution(job) : undefined;
  useEffect(() => {
    if (name) location.replace(executionHash(name));
  }, [name]);
  if (!problem) return <Awaited what="the execution" />;
  return (
    <Alert type="error" header="This job cannot be shown">
      {explain(problem)}
    </Alert>
  );
}

/** A job's first execution has its id as name; one that begins anew has the attempt's number behind it. */
function latestExecution(job: Job): string {
  const restart = job.messages.findLast((message) => message.type === "job_replayed" && message.mode === "restart");
  return restart ? `${job.id}-${restart.attempt}` : job.id;
}
