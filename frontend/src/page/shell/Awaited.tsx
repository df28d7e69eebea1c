import { useFinOps } from "../finops.tsx";

/** What is not there yet: being fetched, or fetched once there is a connection. */
export function Awaited({ what }: { what: string }) {
  const { state } = useFinOps();
  const fetching = state === "connected" || state === "connecting";
  return (
    <p className="quiet" role="status">
      {fetching ? `Loading ${what}…` : `Not connected: ${what} will show once the page is connected again.`}
    </p>
  );
}
