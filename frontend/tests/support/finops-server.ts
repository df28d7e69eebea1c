import { spawn, type ChildProcess } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));
const STARTED = /^Page\s+(\S+)$/;

export const TODAY = "2026-03-10";

/** What `/config.json` says of a server on this machine. */
export interface ServerConfig {
  readonly webSocketUrl: string;
  readonly cognito: { readonly endpoint: string; readonly clientId: string };
  readonly demo: { readonly username: string; readonly password: string };
}

/** `finops up` on a port of its own, as of TODAY, keeping nothing unless `--state` says where. */
export class FinOpsServer {
  private constructor(
    private process: ChildProcess,
    private readonly command: readonly string[],
    /** The page's address, with its slash. */
    readonly address: string,
    private readonly webSocketUrl: string,
  ) {}

  static async start(...flags: string[]): Promise<FinOpsServer> {
    const command = ["up", "--port", String(await freePort()), ...(flags.includes("--state") ? [] : ["--ephemeral"]), "--today", TODAY, ...flags];
    const [child, address] = await started(command);
    const { webSocketUrl } = await configOf(address);
    return new FinOpsServer(child, command, address, webSocketUrl);
  }

  /** Starts again what was stopped, at the same address. */
  async startAgain(): Promise<void> {
    [this.process] = await started(this.command);
  }

  config(): Promise<ServerConfig> {
    return configOf(this.address);
  }

  /** An ID token of the demo user. */
  async token(): Promise<string> {
    const { cognito, demo } = await this.config();
    const answer = await fetch(cognito.endpoint, {
      method: "POST",
      headers: {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth",
      },
      body: JSON.stringify({
        AuthFlow: "USER_PASSWORD_AUTH",
        ClientId: cognito.clientId,
        AuthParameters: { USERNAME: demo.username, PASSWORD: demo.password },
      }),
    });
    return ((await answer.json()) as { AuthenticationResult: { IdToken: string } }).AuthenticationResult.IdToken;
  }

  /** Closes a client's connection from the server's side, as API Gateway does by DeleteConnection. */
  async disconnect(connectionId: string): Promise<void> {
    const address = `${this.webSocketUrl.replace(/^ws/, "http")}/@connections/${encodeURIComponent(connectionId)}`;
    const headers = { Authorization: "AWS4-HMAC-SHA256 signed by nobody, which suffices on one machine" };
    const answer = await fetch(address, { method: "DELETE", headers });
    if (!answer.ok) throw new Error(`DeleteConnection was answered ${answer.status}`);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGTERM");
    await ended;
  }
}

async function started(command: readonly string[]): Promise<[ChildProcess, string]> {
  const child = spawn(`${PROJECT}.venv/bin/finops`, command, { stdio: ["ignore", "pipe", "pipe"] });
  let complaint = "";
  child.stderr.on("data", (text: Buffer) => (complaint += text.toString()));
  for await (const line of createInterface(child.stdout)) {
    const address = STARTED.exec(line)?.[1];
    if (address) return [child, address];
  }
  throw new Error(`finops up did not start: ${complaint}`);
}

async function configOf(address: string): Promise<ServerConfig> {
  return (await (await fetch(`${address}config.json`)).json()) as ServerConfig;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
