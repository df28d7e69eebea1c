import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { explain } from "../ask/use-job.ts";
import { useFinOps } from "../finops.tsx";
import type { Execution } from "./step-functions.ts";

/** Goes on with an execution at the state that failed. */
export function RedriveButton({ jobId, execution }: { jobId: string; execution: Execution }) {
  const { client, available } = useFinOps();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string>();
  const redrivable = execution.redriveStatus === "REDRIVABLE";
  const redrive = () => {
    setBusy(true);
    setRefused(undefined);
    client
      .replay(jobId)
      .catch((error: Error) => setRefused(explain(error)))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <Button
        variant="primary"
        loading={busy}
        disabled={!available || !redrivable}
        disabledReason={redrivable ? undefined : execution.redriveStatusReason}
        onClick={redrive}
      >
        Redrive
      </Button>
      {refused && <span role="alert">{refused}</span>}
    </>
  );
}
