import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import type { Job } from "../../client/index.ts";
import { useFinOps } from "../finops.tsx";
import { progressOf, stepsOf, type StepState } from "./steps.ts";
import { explain } from "./use-job.ts";

/** How far a running job is, step by step. */
export function Progress({ job }: { job: Job }) {
  const { client, available } = useFinOps();
  const [cancelling, setCancelling] = useState(false);
  const [refused, setRefused] = useState<string>();
  const cancel = () => {
    setCancelling(true);
    client
      .cancel(job.id)
      .catch((error: Error) => setRefused(explain(error)))
      .finally(() => setCancelling(false));
  };
  return (
    <Container>
      <div className="progress">
        <ProgressBar
          value={progressOf(job)}
          label="Working on the answer"
          description={<span aria-live="polite">{said(job)}</span>}
        />
        <ol className="steps" aria-label="Steps">
          {stepsOf(job).map((step) => (
            <li key={step.name}>
              <Step step={step} />
            </li>
          ))}
        </ol>
        {refused && <p role="alert">{refused}</p>}
        <Button loading={cancelling} disabled={!available} onClick={cancel}>
          Cancel
        </Button>
      </div>
    </Container>
  );
}

function Step({ step }: { step: StepState }) {
  const type = ({ waiting: "pending", running: "in-progress", done: "success" } as const)[step.status];
  return (
    <>
      <StatusIndicator type={type}>{step.title}</StatusIndicator>
      {step.message && <span className="quiet">{step.message}</span>}
    </>
  );
}

function said(job: Job): string {
  const last = job.messages.at(-1);
  if (last?.type === "job_replayed") return last.reason ?? "The job is being replayed.";
  return last && "message" in last ? last.message : "";
}
