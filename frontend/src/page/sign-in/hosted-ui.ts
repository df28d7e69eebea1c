import { SignInRequired } from "../../client/index.ts";
import type { PageConfig } from "../config.ts";
import { tokensFrom, type Tokens } from "./tokens.ts";

/** Kept while the user is at the hosted UI: the verifier of PKCE, and where on the page they were. */
const PENDING = "finops.sign-in";

interface PendingSignIn {
  readonly state: string;
  readonly verifier: string;
  readonly hash: string;
}

/** Leaves for Cognito's hosted UI (authorization code with PKCE, RFC 7636). */
export async function goToHostedUi(config: PageConfig): Promise<void> {
  const pending: PendingSignIn = { state: randomText(), verifier: randomText(), hash: location.hash };
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  const parameters = new URLSearchParams({
    response_type: "code",
    client_id: config.cognito.clientId,
    redirect_uri: pageAddress(),
    scope: "openid email profile",
    state: pending.state,
    code_challenge_method: "S256",
    code_challenge: await challengeOf(pending.verifier),
  });
  location.assign(`${hostedUi(config)}/oauth2/authorize?${parameters}`);
}

/** The tokens of a user who comes back from the hosted UI; undefined when nobody does. Throws SignInRequired. */
export async function tokensFromRedirect(config: PageConfig): Promise<Tokens | undefined> {
  const answer = new URLSearchParams(location.search);
  const kept = sessionStorage.getItem(PENDING);
  if (!kept || !(answer.has("code") || answer.has("error"))) return undefined;
  sessionStorage.removeItem(PENDING);
  const pending = JSON.parse(kept) as PendingSignIn;
  history.replaceState(null, "", location.pathname + pending.hash);
  const code = answer.get("code");
  if (!code || answer.get("state") !== pending.state) {
    throw new SignInRequired(answer.get("error_description") ?? "The sign-in was not completed. Try again.");
  }
  return exchange(config, {
    grant_type: "authorization_code",
    code,
    redirect_uri: pageAddress(),
    code_verifier: pending.verifier,
  });
}

/** A new ID token for a refresh token of the hosted UI. Throws SignInRequired when it is no longer taken. */
export function refreshByHostedUi(config: PageConfig, tokens: Tokens): Promise<Tokens> {
  return exchange(config, { grant_type: "refresh_token", refresh_token: tokens.refreshToken }, tokens.refreshToken);
}

/** Ends the hosted UI's own session too. */
export function leaveHostedUi(config: PageConfig): void {
  const parameters = new URLSearchParams({ client_id: config.cognito.clientId, logout_uri: pageAddress() });
  location.assign(`${hostedUi(config)}/logout?${parameters}`);
}

async function exchange(
  config: PageConfig,
  fields: Record<string, string>,
  refreshToken = "",
): Promise<Tokens> {
  const answer = await fetch(`${hostedUi(config)}/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams({ ...fields, client_id: config.cognito.clientId }),
  });
  if (answer.status >= 500) throw new Error("The sign-in service does not answer. Try again in a moment.");
  if (!answer.ok) throw new SignInRequired("The session has ended. Sign in again.");
  const tokens = (await answer.json()) as { id_token: string; refresh_token?: string };
  return tokensFrom(tokens.id_token, tokens.refresh_token ?? refreshToken);
}

function hostedUi({ cognito }: PageConfig): string {
  const domain = cognito.domain ?? "";
  return domain.startsWith("https://") ? domain.replace(/\/$/, "") : `https://${domain}`;
}

function pageAddress(): string {
  return location.origin + location.pathname;
}

function randomText(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

async function challengeOf(verifier: string): Promise<string> {
  return base64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
