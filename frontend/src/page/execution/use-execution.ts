import { useEffect, useState } from "react";
import { useFinOps } from "../finops.tsx";
import { executionArn, localStepFunctions, readExecution, type ExecutionRecord } from "./step-functions.ts";

const POLL_MILLISECONDS = 1500;

/** An execution as it is now; read again whenever its job says something, and while it runs. */
export function useExecution(name: string): { record: ExecutionRecord | undefined; problem: Error | undefined } {
  const { client, config } = useFinOps();
  const [record, setRecord] = useState<ExecutionRecord>();
  const [problem, setProblem] = useState<Error>();
  const local = localStepFunctions(config);
  const { endpoint, arn } = local ?? {};
  useEffect(() => {
    if (!endpoint || !arn) return;
    let wanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async () => {
      clearTimeout(timer);
      try {
        const found = await readExecution(endpoint, executionArn(arn, name));
        if (!wanted) return;
        setRecord(found);
        setProblem(undefined);
        if (found.execution.status === "RUNNING") timer = setTimeout(() => void read(), POLL_MILLISECONDS);
      } catch (error) {
        if (!wanted) return;
        setProblem(error as Error);
        timer = setTimeout(() => void read(), 2 * POLL_MILLISECONDS);
      }
    };
    void read();
    const stop = client.onMessage((message) => {
      if ("seq" in message && name.startsWith(message.jobId)) void read();
    });
    return () => {
      wanted = false;
      clearTimeout(timer);
      stop();
    };
  }, [arn, client, endpoint, name]);
  return { record, problem };
}
