import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useEffect, useState } from "react";
import { useFinOps } from "../finops.tsx";

/** Says when the connection is not there, what happens about it, and what the user can do. */
export function ConnectionBanner() {
  const { state, reconnect } = useFinOps();
  const online = useOnline();
  if (state === "reconnecting" || (state === "connecting" && online)) {
    return <Reconnecting first={state === "connecting"} />;
  }
  if (state !== "disconnected") return null;
  return (
    <Alert
      type="warning"
      header={online ? "Not connected" : "You are offline"}
      action={<Button onClick={reconnect}>Connect again</Button>}
    >
      {online
        ? "The server cannot be reached. Nothing is lost: jobs go on, and their answers are here once you are connected."
        : "The page connects by itself when you are online again. Jobs go on meanwhile, and nothing is lost."}
    </Alert>
  );
}

/** Shown only when it takes a while: most connections are back before anybody could read it. */
function Reconnecting({ first }: { first: boolean }) {
  const [shown, show] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => show(true), 400);
    return () => clearTimeout(timer);
  }, []);
  if (!shown) return null;
  return (
    <Alert type="info" header={first ? "Connecting" : "Reconnecting"}>
      {first
        ? "Signing in to the server."
        : "The connection was lost and is being opened again. Running jobs go on meanwhile."}
    </Alert>
  );
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
