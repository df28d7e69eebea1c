import { SignInRequired } from "../../client/index.ts";

/** What a sign-in brings. `expiresAt` is in epoch milliseconds. */
export interface Tokens {
  readonly idToken: string;
  readonly refreshToken: string;
  readonly expiresAt: number;
  readonly username: string;
}

/** The tokens of an answer of Cognito. A refresh brings no new refresh token: the old one goes on. */
export function tokensFrom(idToken: string, refreshToken: string): Tokens {
  const claims = claimsOf(idToken);
  const username = claims["email"] ?? claims["cognito:username"] ?? claims["sub"];
  return { idToken, refreshToken, expiresAt: Number(claims["exp"]) * 1000, username: String(username ?? "") };
}

function claimsOf(token: string): Record<string, unknown> {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    throw new SignInRequired("The sign-in brought no readable token. Sign in again.");
  }
}
