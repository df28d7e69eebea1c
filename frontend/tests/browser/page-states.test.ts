import { mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, expectNoSidewaysScroll, openPage, signIn, startChromium, violations } from "../support/chromium.ts";
import { FinOpsServer } from "../support/finops-server.ts";

const BUILT = fileURLToPath(new URL("../../dist/", import.meta.url));
const FIRST_LOAD_BYTES = 400 * 1024;

let server: FinOpsServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([FinOpsServer.start(), startChromium()]);
});
afterAll(async () => {
  await Promise.all([server?.stop(), browser?.close()]);
});

describe("the page", () => {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`has no violation that axe-core finds, ${colorScheme}`, async () => {
      const { page, errors } = await openPage(browser, { colorScheme });
      await page.goto(server.address);
      await page.getByRole("button", { name: "Continue as demo" }).waitFor();
      expect(await violations(page)).toEqual([]);
      await signIn(page, server.address);
      expect(await violations(page)).toEqual([]);
      await page.goto(`${server.address}#/jobs/nobodys`);
      await page.getByText(/There is no such job of yours/).waitFor();
      expect(await violations(page)).toEqual([]);
      await ask(page, "Give me a full assessment for last month");
      await page.getByRole("figure").nth(1).waitFor();
      await page.getByRole("table", { name: "Recommendations" }).waitFor();
      await page.getByRole("button", { name: /How this was computed/ }).click();
      expect(await violations(page)).toEqual([]);
      await page.getByRole("link", { name: "Execution" }).click();
      await page.getByLabel("SynthesizeAnswer, succeeded").waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByRole("link", { name: "Jobs" }).click();
      await page.getByRole("article").first().waitFor();
      expect(await violations(page)).toEqual([]);
      expect(errors).toEqual([]);
    });
  }

  test("fits a phone", async () => {
    const { page } = await openPage(browser, { viewport: { width: 375, height: 800 }, hasTouch: true, isMobile: true });
    await page.goto(server.address);
    await page.getByRole("button", { name: "Continue as demo" }).waitFor();
    await expectNoSidewaysScroll(page);
    await signIn(page, server.address);
    await expectNoSidewaysScroll(page);
    await ask(page, "Give me a full assessment for last month");
    await page.getByRole("table", { name: "Recommendations" }).waitFor();
    await expectNoSidewaysScroll(page);
    await page.getByRole("link", { name: "Execution" }).click();
    await page.getByLabel("SynthesizeAnswer, succeeded").waitFor();
    await expectNoSidewaysScroll(page);
    await page.getByRole("link", { name: "Jobs" }).click();
    await page.getByRole("article").first().waitFor();
    await expectNoSidewaysScroll(page);
  });

  test("is used by the keyboard alone", async () => {
    const { page } = await openPage(browser);
    await page.goto(server.address);
    await page.getByRole("button", { name: "Continue as demo" }).waitFor();
    const tabTo = async (name: RegExp) => {
      for (let presses = 0; presses < 30; presses++) {
        await page.keyboard.press("Tab");
        const focused = await page.evaluate(() => document.activeElement?.textContent ?? "");
        if (name.test(focused)) return;
      }
      throw new Error(`Tab does not lead to ${name}`);
    };
    await tabTo(/^Continue as demo$/);
    await page.keyboard.press("Enter");
    await page.getByLabel("Your question").waitFor();
    await tabTo(/^Am I over budget\?$/);
    await page.keyboard.press("Enter");
    await page.locator(".headline").waitFor();
    await page.getByRole("table", { name: "Budgets" }).waitFor();
    await tabTo(/^How this was computed/);
    await page.keyboard.press("Enter");
    await page.locator(".requests").waitFor();
  });

  test("asks nothing without a question", async () => {
    const { page } = await openPage(browser);
    await signIn(page, server.address);
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await page.getByText("Write a question first.").waitFor();
    expect(await page.getByLabel("Your question").evaluate((box) => box === document.activeElement)).toBe(true);
  });

  test("keeps the theme that was chosen", async () => {
    const { page } = await openPage(browser, { colorScheme: "light" });
    await signIn(page, server.address);
    await page.getByRole("button", { name: "Switch to dark colours" }).click();
    await page.reload();
    await page.getByRole("button", { name: "Switch to light colours" }).waitFor();
    expect(await page.evaluate(() => document.body.classList.contains("awsui-dark-mode"))).toBe(true);
  });

  test("loads less than 400 KB for the question page, gzipped, styles and fonts included", async () => {
    const { page, requests } = await openPage(browser);
    await signIn(page, server.address);
    await page.getByText("Your latest questions").waitFor();
    const files = new Set(requests.map((address) => new URL(address)).filter(({ origin }) => `${origin}/` === server.address));
    const names = [...files].map(({ pathname }) => pathname).filter((path) => path.startsWith("/assets/"));
    const bytes = [...new Set(["/index.html", ...names])].reduce((sum, name) => sum + gzipped(name), 0);
    expect(bytes).toBeLessThan(FIRST_LOAD_BYTES);
    // and what only an answer needs is not among it
    expect(names.filter((name) => /Charts|FigureTable|ExecutionPage/.test(name))).toEqual([]);
  });

  test("keeps a question that is too long to be asked, and says how long it is", async () => {
    const { page } = await openPage(browser);
    await signIn(page, server.address);
    await page.getByLabel("Your question").fill("What did S3 cost? ".repeat(2700));
    await page.getByText("48,599 characters, and a question has 4,000 at most").waitFor();
    expect(await page.getByRole("button", { name: "Ask", exact: true }).isDisabled()).toBe(true);
    await page.keyboard.press("Enter");
    expect(await violations(page)).toEqual([]);
    expect(page.url()).not.toContain("#/jobs/");
    expect((await page.getByLabel("Your question").inputValue()).length).toBe(48_600);
  });

  test("shows the head of a long question, and all of it for editing", async () => {
    const { page } = await openPage(browser);
    await signIn(page, server.address);
    const question = "What did S3 cost? ".repeat(200).trim();
    await ask(page, question);
    const heading = page.getByRole("heading", { name: /^What did S3 cost/ });
    await page.locator(".answer").waitFor();
    expect((await heading.boundingBox())?.height).toBeLessThan(120);
    await page.getByRole("button", { name: "Edit question" }).click();
    expect(await page.getByLabel(/question$/i).inputValue()).toBe(question);
    await page.getByRole("link", { name: "Jobs" }).click();
    const row = page.getByRole("article").first();
    expect((await row.boundingBox())?.height).toBeLessThan(160);
  });

  test("says when the server is gone, and comes back by itself with what was asked meanwhile", async () => {
    const short = await FinOpsServer.start("--state", mkdtempSync(join(tmpdir(), "state-")));
    const { page } = await openPage(browser);
    await signIn(page, short.address);
    // a page that is not connected yet would tell of connecting, not of a loss
    await page.getByText(/None yet/).waitFor();
    // it may have given up before the server's process is over
    const reconnecting = page.getByText("Reconnecting").waitFor();
    await short.stop();
    await reconnecting;
    await page.getByText("Not connected", { exact: true }).waitFor();
    await page.getByLabel("Your question").fill("What was my S3 spend in January 2026?");
    await page.keyboard.press("Enter");
    await page.getByText(/Not sent yet/).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("link", { name: "Jobs" }).click();
    // even the code of this page is not there yet
    await page.getByText("Loading the page").waitFor();
    await short.startAgain();
    // a pause between two tries may be half a minute long by now
    await page.locator(".headline").getByText(/January 2026/).waitFor({ timeout: 90_000 });
    expect(await page.getByText("Not connected").count()).toBe(0);
    await short.stop();
    // a server's two starts and ends, and a pause of up to half a minute
  }, 300_000);
});

function gzipped(name: string): number {
  const file = join(BUILT, name);
  return statSync(/\.(js|css|html)$/.test(name) ? `${file}.gz` : file).size;
}
