import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { FinOpsClient, type ConnectionState } from "../client/index.ts";
import type { PageConfig } from "./config.ts";
import type { Session } from "./sign-in/session.ts";

interface FinOps {
  readonly client: FinOpsClient;
  readonly config: PageConfig;
  readonly state: ConnectionState;
  /** Whether a request is taken: while it connects, the client keeps it and sends it then. */
  readonly available: boolean;
  /** Tries to connect at once, without waiting for the pause between two tries. */
  readonly reconnect: () => void;
}

const AVAILABLE: ReadonlySet<ConnectionState> = new Set(["connecting", "connected", "reconnecting"]);
const WAITING: ReadonlySet<ConnectionState> = new Set(["connecting", "reconnecting", "disconnected"]);
const Context = createContext<FinOps | undefined>(undefined);

/** The signed-in user's client and its connection. */
export function useFinOps(): FinOps {
  const finops = useContext(Context);
  if (!finops) throw new Error("useFinOps is used outside of FinOpsProvider");
  return finops;
}

interface ProviderProps {
  readonly config: PageConfig;
  readonly session: Session;
  /** Whether somebody is signed in now: after an expiry the client waits, and goes on with its jobs. */
  readonly signedIn: boolean;
  readonly children: ReactNode;
}

export function FinOpsProvider({ config, session, signedIn, children }: ProviderProps) {
  const [client] = useState(() => new FinOpsClient({ url: config.webSocketUrl, token: session.token }));
  const [state, setState] = useState<ConnectionState>(client.state);
  // what goes wrong shows in the state
  const reconnect = useCallback(() => void client.connect().catch(() => undefined), [client]);

  useEffect(() => client.onState(setState), [client]);
  useEffect(() => {
    if (!signedIn) return;
    reconnect();
    return () => client.close();
  }, [client, reconnect, signedIn]);
  useEffect(() => {
    if (state === "unauthorized") session.expire();
  }, [session, state]);
  useEffect(() => {
    // nobody looks at a hidden page, and one that is looked at need not wait for the pause to end
    const comeBack = () => WAITING.has(client.state) && document.visibilityState === "visible" && reconnect();
    addEventListener("online", comeBack);
    document.addEventListener("visibilitychange", comeBack);
    return () => {
      removeEventListener("online", comeBack);
      document.removeEventListener("visibilitychange", comeBack);
    };
  }, [client, reconnect]);

  const finops = useMemo(
    () => ({ client, config, state, reconnect, available: AVAILABLE.has(state) }),
    [client, config, state, reconnect],
  );
  return <Context value={finops}>{children}</Context>;
}
