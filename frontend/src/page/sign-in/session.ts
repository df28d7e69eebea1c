import { SignInRequired } from "../../client/index.ts";
import type { PageConfig } from "../config.ts";
import { refreshByCognito, revoke, signInWithPassword } from "./cognito.ts";
import { leaveHostedUi, refreshByHostedUi, tokensFromRedirect } from "./hosted-ui.ts";
import type { Tokens } from "./tokens.ts";

/** `expired`: somebody was signed in on this page, and has to sign in again to go on. */
export interface SessionState {
  readonly status: "signed-out" | "signed-in" | "expired";
  readonly username: string;
  /** Why the user has to sign in, when that needs saying. */
  readonly reason?: string;
}

const STORED = "finops.session";
const REFRESH_BEFORE_MS = 90_000;

/** Who is signed in, in all tabs of this browser. */
export class Session {
  private tokens: Tokens | undefined;
  private refreshing: Promise<Tokens> | undefined;
  private current: SessionState;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly config: PageConfig) {
    this.tokens = this.stored();
    this.current = signedIn(this.tokens) ?? { status: "signed-out", username: "" };
    addEventListener("storage", ({ key }) => key === STORED && this.followOtherTab());
  }

  get state(): SessionState {
    return this.current;
  }

  /** For React's useSyncExternalStore. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes in a user who comes back from the hosted UI. */
  async completeRedirect(): Promise<void> {
    try {
      const tokens = await tokensFromRedirect(this.config);
      if (tokens) this.begin(tokens);
    } catch (error) {
      this.set({ status: "signed-out", username: "", reason: (error as Error).message });
    }
  }

  /** Throws an Error whose message says what to do. */
  async signIn(username: string, password: string): Promise<void> {
    this.begin(await signInWithPassword(this.config, username, password));
  }

  async signOut(): Promise<void> {
    const { tokens } = this;
    this.end({ status: "signed-out", username: "" });
    // the user pool of one machine knows no RevokeToken
    if (tokens && !this.config.demo) await revoke(this.config, tokens);
    if (this.config.cognito.domain) leaveHostedUi(this.config);
  }

  /** A token that is valid for a while. Throws SignInRequired when the session is over. */
  readonly token = async (): Promise<string> => {
    const tokens = this.present();
    if (tokens.expiresAt - Date.now() > REFRESH_BEFORE_MS) return tokens.idToken;
    this.refreshing ??= this.refresh(tokens).finally(() => (this.refreshing = undefined));
    return (await this.refreshing).idToken;
  };

  /** The server did not take the token: the session is over, whatever the token says. */
  expire(): void {
    if (this.current.status !== "signed-in") return;
    const { username } = this.current;
    this.end({ status: "expired", username, reason: "Your session has ended. Sign in again to go on." });
  }

  private async refresh(tokens: Tokens): Promise<Tokens> {
    const refresh = this.config.cognito.domain ? refreshByHostedUi : refreshByCognito;
    try {
      const renewed = await refresh(this.config, tokens);
      if (this.tokens === tokens) this.keep(renewed);
    } catch (error) {
      if (this.tokens === tokens) {
        if (error instanceof SignInRequired) this.expire();
        throw error;
      }
    }
    // who signed out meanwhile stays so; another tab may have renewed them first
    return this.present();
  }

  private present(): Tokens {
    if (!this.tokens) throw new SignInRequired("Sign in first.");
    return this.tokens;
  }

  private begin(tokens: Tokens): void {
    this.keep(tokens);
    this.set({ status: "signed-in", username: tokens.username });
  }

  private end(state: SessionState): void {
    this.tokens = undefined;
    localStorage.removeItem(STORED);
    this.set(state);
  }

  private keep(tokens: Tokens): void {
    this.tokens = tokens;
    localStorage.setItem(STORED, JSON.stringify({ clientId: this.config.cognito.clientId, tokens }));
  }

  private stored(): Tokens | undefined {
    try {
      const kept = JSON.parse(localStorage.getItem(STORED) ?? "null") as { clientId: string; tokens: Tokens } | null;
      // another server may have had this address before
      return kept?.clientId === this.config.cognito.clientId ? kept.tokens : undefined;
    } catch {
      return undefined;
    }
  }

  private followOtherTab(): void {
    this.tokens = this.stored();
    this.set(signedIn(this.tokens) ?? { status: "signed-out", username: "", reason: "You signed out in another tab." });
  }

  private set(state: SessionState): void {
    this.current = state;
    for (const listener of this.listeners) listener();
  }
}

function signedIn(tokens: Tokens | undefined): SessionState | undefined {
  return tokens && { status: "signed-in", username: tokens.username };
}
