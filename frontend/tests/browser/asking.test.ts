import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ClientMessage, ServerMessage } from "../../src/client/index.ts";
import { ask, openPage, signIn, startChromium, watch, type WatchedPage } from "../support/chromium.ts";
import { FinOpsServer } from "../support/finops-server.ts";

let server: FinOpsServer;
let browser: Browser;
let watched: WatchedPage;

beforeAll(async () => {
  [server, browser] = await Promise.all([FinOpsServer.start(), startChromium()]);
});
afterAll(async () => {
  await Promise.all([server?.stop(), browser?.close()]);
});
beforeEach(async () => {
  watched = await openPage(browser);
  await signIn(watched.page, server.address);
});
afterEach(async () => {
  await watched.page.context().close();
  expect(watched.errors).toEqual([]);
});

/** Holds what follows a job's first message of progress until told: the job does not wait for the page. */
async function holdAfterFirstProgress(page: Page): Promise<() => void> {
  const held: (() => void)[] = [];
  let holding = true;
  await page.routeWebSocket(/^ws/, (socket) => {
    socket.connectToServer().onMessage((payload) => {
      const message = JSON.parse(payload.toString()) as ServerMessage;
      if (holding && "seq" in message && message.seq > 2) held.push(() => socket.send(payload));
      else socket.send(payload);
    });
  });
  return () => {
    holding = false;
    for (const send of held) send();
  };
}

/** Cuts the connection when the next job is taken, and answers as a server that no longer has this job. */
async function loseNextJob(page: Page): Promise<void> {
  let lost = "";
  await page.routeWebSocket(/^ws/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((payload) => {
      const message = JSON.parse(payload.toString()) as ClientMessage;
      if (message.action !== "resume" || message.jobId !== lost) return server.send(payload);
      const refusal = { type: "error", code: "unknown_job", message: "There is no such job of yours.", jobId: lost };
      socket.send(JSON.stringify(refusal));
    });
    server.onMessage((payload) => {
      const message = JSON.parse(payload.toString()) as ServerMessage;
      socket.send(payload);
      if (message.type !== "job_queued" || lost) return;
      lost = message.jobId;
      void Promise.all([server.close(), socket.close({ code: 1001 })]);
    });
  });
}

describe("a question", () => {
  test("shows its progress step by step, then the answer with its chart and its table", async () => {
    const { page } = watched;
    const release = await holdAfterFirstProgress(page);
    await page.reload();
    await page.getByText(/^The bill asked: /).waitFor();
    await ask(page, "What were my top 5 services last month?");
    const steps = page.getByRole("list", { name: "Steps" });
    await steps.getByText("Understand the question").waitFor();
    release();
    const answer = page.locator(".answer");
    await answer.getByText("for February 2026").first().waitFor();
    await page.getByRole("figure", { name: /Chart: Breakdown/ }).locator(".recharts-bar-rectangle").nth(5).waitFor();
    const table = page.getByRole("table", { name: "Breakdown" });
    // the header, five services, and what is left
    await expect.poll(() => table.getByRole("row").count()).toBe(7);
    expect(await page.getByRole("list", { name: "How the question was understood" }).textContent()).toContain("Breakdown");
  });

  test("has tables that sort by size and are exported in full precision", async () => {
    const { page } = watched;
    await ask(page, "What were my top 5 services last month?");
    const table = page.getByRole("table", { name: "Breakdown" });
    const amounts = async () => (await table.locator("tbody td:nth-child(2)").allTextContents()).map(amountOf);
    await table.getByRole("button", { name: /Amount/ }).click();
    await expect.poll(amounts).toEqual((await amounts()).toSorted((one, other) => one - other));

    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export Breakdown as CSV" }).click();
    const csv = readFileSync(await (await downloading).path(), "utf8").trimEnd().split("\r\n");
    expect(csv[0]).toBe("Service,Amount,Share");
    expect(csv).toHaveLength(7);
    expect(csv[1]).toMatch(/,\d+\.\d{6,},0\.\d+$/);
  });

  test("says how it was computed, and what that cost", async () => {
    const { page } = watched;
    await ask(page, "What was my S3 spend in January 2026?");
    await page.getByRole("button", { name: /How this was computed/ }).click();
    await page.getByText("ce:GetCostAndUsage").first().waitFor();
    expect(await page.locator(".requests").textContent()).toContain('"End": "2026-02-01"');
  });

  test("is asked again for another period from its chip, with all else as before", async () => {
    const { page } = watched;
    await ask(page, "What was my S3 spend by region in January 2026?");
    await page.getByRole("button", { name: "Period: January 2026" }).click();
    await page.getByRole("menuitem", { name: "Last month" }).click();
    await page.getByRole("button", { name: "Period: February 2026" }).waitFor();
    const chips = await page.getByRole("list", { name: "How the question was understood" }).textContent();
    expect(chips).toContain("Amazon Simple Storage Service");
    expect(chips).toContain("Grouped by: Region");
  });

  test("is asked again without a filter, or for other days", async () => {
    const { page } = watched;
    await ask(page, "What was my S3 spend in January 2026?");
    await page.getByRole("button", { name: /Ask without the filter service/ }).click();
    await page.getByRole("heading", { name: /^Show my spend from 2026-01-01 to 2026-01-31$/ }).waitFor();
    await page.getByRole("button", { name: "Period: 1-31 January 2026" }).or(page.getByRole("button", { name: "Period: January 2026" })).click();
    await page.getByRole("menuitem", { name: "Other dates…" }).click();
    await page.getByLabel("Last day").fill("2026-01-10");
    await page.getByRole("button", { name: "Ask for these days" }).click();
    await page.getByRole("heading", { name: /^Show my spend from 2026-01-01 to 2026-01-10$/ }).waitFor();
    await page.locator(".answer").getByText(/January 2026/).first().waitFor();
  });

  test("can be followed up by one that leans on it", async () => {
    const { page } = watched;
    await ask(page, "What was my S3 spend in January 2026?");
    await page.locator(".answer").waitFor();
    await ask(page, "and in February?");
    const chips = page.getByRole("list", { name: "How the question was understood" });
    await expect.poll(() => chips.textContent()).toContain("February 2026");
    expect(await chips.textContent()).toContain("Amazon Simple Storage Service");
    const earlier = page.getByRole("navigation", { name: "Earlier in this conversation" });
    await earlier.getByRole("link", { name: "What was my S3 spend in January 2026?" }).click();
    await page.getByRole("heading", { name: "What was my S3 spend in January 2026?" }).waitFor();
    expect(await earlier.count()).toBe(0);
  });

  test("of groups over time is answered with all of them, accounts by their names", async () => {
    const { page } = watched;
    await ask(page, "Show my monthly spend by account over the last 3 months");
    const chart = page.getByRole("figure", { name: /Chart: Breakdown over time/ });
    await chart.getByText(/^[\w-]+ \(\d{12}\)$/).first().waitFor();
    const table = page.getByRole("table", { name: "Breakdown over time" });
    await expect.poll(() => table.getByRole("columnheader").allTextContents()).toEqual(["Account", "2025-12", "2026-01", "2026-02", "Total"]);
    expect(await table.locator("tbody th, tbody td").first().textContent()).toMatch(/ \(\d{12}\)$/);
  });

  test("that is unclear is answered with suggestions that ask", async () => {
    const { page } = watched;
    await ask(page, "blub");
    const suggestion = page.locator(".answer").getByRole("button", { name: /last month/ }).first();
    const text = (await suggestion.textContent()) ?? "";
    await suggestion.click();
    await page.getByRole("heading", { name: text, exact: true }).waitFor();
  });

  test("has an address that shows it again, also in another tab", async () => {
    const { page } = watched;
    await ask(page, "What was my S3 spend in January 2026?");
    await page.locator(".headline").waitFor();
    const headline = await page.locator(".headline").textContent();
    const other = watch(await page.context().newPage());
    await other.page.goto(page.url());
    await other.page.locator(".headline").waitFor();
    expect(await other.page.locator(".headline").textContent()).toBe(headline);
    expect(other.errors).toEqual([]);
  });

  test("asked in one tab shows in the jobs of the other, live", async () => {
    const { page } = watched;
    const other = watch(await page.context().newPage());
    await other.page.goto(`${server.address}#/jobs`);
    // what is queued while the list is fetched may be missing in it
    await other.page.getByRole("article").or(other.page.getByText("No jobs yet")).first().waitFor();
    const question = "What was my Lambda spend in January 2026?";
    await ask(page, question);
    await other.page.getByRole("article", { name: question }).getByText("Answered").waitFor();
    expect(other.errors).toEqual([]);
  });

  test("is answered when the server closes the socket in the middle of it", async () => {
    const { page } = watched;
    const received: ServerMessage[] = [];
    let sockets = 1;
    let connectionId = "";
    page.on("websocket", (socket) => {
      sockets++;
      listen(socket);
    });
    const listen = (socket: { on(event: "framereceived", listener: (frame: { payload: string | Buffer }) => void): void }) =>
      socket.on("framereceived", ({ payload }) => {
        const message = JSON.parse(payload.toString()) as ServerMessage;
        received.push(message);
        if (message.type === "authenticated") connectionId = message.connectionId;
        if (message.type === "job_queued" && sockets === 2) void server.disconnect(connectionId);
      });
    // a new page, whose first connection is listened to from its beginning
    await page.reload();
    await page.getByLabel("Your question").waitFor();
    await expect.poll(() => connectionId).not.toBe("");
    await ask(page, "Why did my costs change last month?");
    await page.locator(".answer").getByText(/against|rose|fell/).first().waitFor();
    // a short job may be over before the server closes the socket
    await expect.poll(() => sockets).toBe(3);
    const seqs = new Set(received.flatMap((message) => ("seq" in message ? [message.seq] : [])));
    expect([...seqs].toSorted((one, other) => one - other)).toEqual(Array.from(seqs, (_, index) => index + 1));
  });

  test("whose job the server no longer has says so, and is asked again", async () => {
    const { page } = watched;
    await loseNextJob(page);
    await page.reload();
    await ask(page, "What was my S3 spend in January 2026?");
    await page.getByText("The server no longer has this job. Ask the question again.").waitFor();
    expect(await page.getByText("Working on the answer").count()).toBe(0);
    await page.getByRole("button", { name: "Ask again" }).click();
    await page.locator(".headline").getByText(/January 2026/).waitFor();
  });
});

function amountOf(text: string): number {
  return Number(text.replaceAll(/[$,]/g, ""));
}
