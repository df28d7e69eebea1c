import { SignInRequired } from "../../client/index.ts";
import type { PageConfig } from "../config.ts";
import { tokensFrom, type Tokens } from "./tokens.ts";

interface AuthenticationResult {
  readonly IdToken: string;
  readonly RefreshToken?: string;
}

interface CognitoAnswer {
  readonly __type?: string;
  readonly message?: string;
  readonly ChallengeName?: string;
  readonly AuthenticationResult?: AuthenticationResult;
}

/** Cognito's InitiateAuth with a name and a password. Throws SignInRequired when they are not taken. */
export async function signInWithPassword(
  config: PageConfig,
  username: string,
  password: string,
): Promise<Tokens> {
  const result = await initiateAuth(config, "USER_PASSWORD_AUTH", { USERNAME: username, PASSWORD: password });
  return tokensFrom(result.IdToken, result.RefreshToken ?? "");
}

/** A new ID token for a refresh token. Throws SignInRequired when it is no longer taken. */
export async function refreshByCognito(config: PageConfig, tokens: Tokens): Promise<Tokens> {
  const result = await initiateAuth(config, "REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: tokens.refreshToken });
  return tokensFrom(result.IdToken, result.RefreshToken ?? tokens.refreshToken);
}

/** Makes a refresh token worthless; whoever signs out wants no error about it. */
export async function revoke(config: PageConfig, tokens: Tokens): Promise<void> {
  const body = { ClientId: config.cognito.clientId, Token: tokens.refreshToken };
  await call(config, "RevokeToken", body).catch(() => undefined);
}

async function initiateAuth(
  config: PageConfig,
  flow: string,
  parameters: Record<string, string>,
): Promise<AuthenticationResult> {
  const body = { AuthFlow: flow, ClientId: config.cognito.clientId, AuthParameters: parameters };
  const answer = await call(config, "InitiateAuth", body);
  if (answer.AuthenticationResult) return answer.AuthenticationResult;
  throw new SignInRequired(
    `This user has to complete the step ${answer.ChallengeName ?? "asked by Cognito"} first. Ask your administrator.`,
  );
}

async function call(config: PageConfig, operation: string, body: object): Promise<CognitoAnswer> {
  const answer = await fetch(config.cognito.endpoint, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(body),
  });
  const content = (await answer.json().catch(() => ({}))) as CognitoAnswer;
  if (answer.ok) return content;
  // what only a user can mend is a 4xx; anything else may pass
  if (answer.status < 500) throw new SignInRequired(reason(content));
  throw new Error("The sign-in service does not answer. Try again in a moment.");
}

function reason({ __type, message }: CognitoAnswer): string {
  if (__type?.endsWith("NotAuthorizedException")) return "The name or the password is wrong, or the session has ended.";
  if (__type?.endsWith("UserNotFoundException")) return "The name or the password is wrong.";
  return message ?? "The sign-in was refused. Try again.";
}
