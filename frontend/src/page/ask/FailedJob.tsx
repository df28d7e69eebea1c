import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import type { JobFailed } from "../../client/index.ts";
import { useFinOps } from "../finops.tsx";
import { stepTitle } from "./steps.ts";
import { explain } from "./use-job.ts";

interface FailedJobProps {
  readonly jobId: string;
  readonly failure: JobFailed;
  readonly onAsk: () => void;
}

/** Why a job has no answer, and how to go on. */
export function FailedJob({ jobId, failure, onAsk }: FailedJobProps) {
  const { client, available } = useFinOps();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string>();
  const cancelled = failure.errorCode === "cancelled";
  const replay = (mode: "redrive" | "restart") => {
    setBusy(true);
    setRefused(undefined);
    client
      .replay(jobId, mode)
      .catch((error: Error) => setRefused(explain(error)))
      .finally(() => setBusy(false));
  };
  const disabled = !available || busy;
  return (
    <Alert
      type={cancelled ? "info" : "error"}
      header={cancelled ? "Cancelled" : `Failed${failure.failedStep ? ` at “${stepTitle(failure.failedStep)}”` : ""}`}
    >
      <p>{failure.error}</p>
      {refused && <p role="alert">{refused}</p>}
      <div className="actions">
        {failure.replayable ? (
          <>
            <Button variant="primary" loading={busy} disabled={disabled} onClick={() => replay("redrive")}>
              Replay
            </Button>
            <Button disabled={disabled} onClick={() => replay("restart")}>
              Restart from the beginning
            </Button>
          </>
        ) : (
          <Button variant="primary" onClick={onAsk}>
            Ask again
          </Button>
        )}
      </div>
      {failure.replayable && (
        <p className="quiet">Replay goes on at the step that failed; finished steps are not run or paid again.</p>
      )}
    </Alert>
  );
}
