import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useEffect, useState } from "react";
import { useFinOps } from "../finops.tsx";

/** Most connections are back before anybody could read of it. */
const SAID_AFTER_MS = 400;
/** What takes longer than this is an outage. */
const OUTAGE_AFTER_MS = 4_000;

/** Says when the connection is not there, what happens about it, and what the user can do. */
export function ConnectionBanner() {
  const { state } = useFinOps();
  if (state === "connecting" || state === "reconnecting") return <Reconnecting key={state} first={state === "connecting"} />;
  return state === "disconnected" ? <Outage /> : null;
}

function Reconnecting({ first }: { first: boolean }) {
  const online = useOnline();
  const isSaid = useElapsed(SAID_AFTER_MS);
  const isOutage = useElapsed(OUTAGE_AFTER_MS);
  if (isOutage || !online) return <Outage />;
  if (!isSaid) return null;
  return (
    <Alert type="info" header={first ? "Connecting" : "Reconnecting"}>
      {first ? "Signing in to the server." : "The connection was lost and is being opened again."}
    </Alert>
  );
}

function Outage() {
  const { reconnect } = useFinOps();
  const online = useOnline();
  return (
    <Alert
      type="warning"
      header={online ? "Not connected" : "You are offline"}
      action={<Button onClick={reconnect}>Connect again</Button>}
    >
      {online
        ? "The server cannot be reached; the page keeps trying. "
        : "The page connects by itself when you are online again. "}
      What you asked is kept by the server, with its answers: the page fetches what it missed once it is connected.
    </Alert>
  );
}

function useElapsed(milliseconds: number): boolean {
  const [elapsed, setElapsed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setElapsed(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return elapsed;
}

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    addEventListener("online", update);
    addEventListener("offline", update);
    return () => {
      removeEventListener("online", update);
      removeEventListener("offline", update);
    };
  }, []);
  return online;
}
