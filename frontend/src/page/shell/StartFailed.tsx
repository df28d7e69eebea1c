import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { Shell } from "./Shell.tsx";

/** The page without its configuration: nothing works until it is there. */
export function StartFailed({ reason }: { reason: string }) {
  return (
    <Shell page="unknown">
      <h1>FinOps agent</h1>
      <Alert
        type="error"
        header="The page cannot start"
        action={<Button onClick={() => location.reload()}>Reload</Button>}
      >
        {reason}
      </Alert>
    </Shell>
  );
}
