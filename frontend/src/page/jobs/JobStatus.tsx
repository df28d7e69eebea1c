import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { JobSummary } from "../../client/index.ts";

interface JobStatusProps {
  readonly status: JobSummary["status"];
  readonly errorCode?: string | null | undefined;
}

/** A job's status in one word. */
export function JobStatus({ status, errorCode }: JobStatusProps) {
  if (status === "failed" && errorCode === "cancelled") {
    return <StatusIndicator type="stopped">Cancelled</StatusIndicator>;
  }
  const [type, text] = STATUS[status];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}

const STATUS: Record<JobSummary["status"], [StatusIndicatorProps.Type, string]> = {
  queued: ["pending", "Queued"],
  running: ["in-progress", "Running"],
  completed: ["success", "Answered"],
  failed: ["error", "Failed"],
};
