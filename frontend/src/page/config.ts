/** What `/config.json` says: where the socket is and who signs users in. */
export interface PageConfig {
  readonly webSocketUrl: string;
  readonly cognito: {
    /** Where InitiateAuth is sent. */
    readonly endpoint: string;
    readonly userPoolId: string;
    readonly clientId: string;
    /** The hosted UI's address; sign-in goes there when it is given. */
    readonly domain?: string;
  };
  /** The user of one machine, whose password is no secret. */
  readonly demo?: { readonly username: string; readonly password: string };
  /** The bill a server on one machine asks, in words. */
  readonly bill?: string;
  readonly stepFunctions?: {
    readonly stateMachineArn: string;
    /** Where Step Functions answers without a signature; without it, the page links to the console. */
    readonly endpoint?: string;
  };
}

/** Raises an Error a person can act on when there is no configuration. */
export async function loadConfig(): Promise<PageConfig> {
  let answer: Response;
  try {
    answer = await fetch("config.json", { cache: "no-store" });
  } catch {
    throw new Error("The server does not answer. Check that it runs and that you are online, then reload.");
  }
  if (!answer.ok) throw new Error(`config.json could not be read (${answer.status}). Put it beside index.html.`);
  return (await answer.json()) as PageConfig;
}
