import StatusIndicator from "@cloudscape-design/components/status-indicator";

export function Loading({ what }: { what: string }) {
  return (
    <div className="loading" role="status">
      <StatusIndicator type="loading">Loading the {what}</StatusIndicator>
    </div>
  );
}
