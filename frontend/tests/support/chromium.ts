import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { expect } from "vitest";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** Playwright's half a minute is short where other tests share two cores. */
const PATIENCE_MS = 60_000;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export function startChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: FLAGS });
}

/** A page that fails its test when anything goes wrong in it. */
export interface WatchedPage {
  readonly page: Page;
  /** Addresses of every request. */
  readonly requests: string[];
  /** Errors of scripts, of the console, and of the content security policy. */
  readonly errors: string[];
}

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    // what fades in has no colours to judge yet
    reducedMotion: "reduce",
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return watch(await context.newPage());
}

export function watch(page: Page): WatchedPage {
  const requests: string[] = [];
  const errors: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  return { page, requests, errors };
}

/** Signs in as the demo user. */
export async function signIn(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole("button", { name: "Continue as demo" }).click();
  await page.getByLabel("Your question").waitFor();
}

/** Asks, and waits until the page shows this question and no longer the one before. */
export async function ask(page: Page, question: string): Promise<void> {
  const before = page.url();
  await page.getByLabel(/question$/i).fill(question);
  await page.keyboard.press("Enter");
  await page.waitForURL(({ href, hash }) => href !== before && hash.startsWith("#/jobs/"));
  await page.getByRole("heading", { name: question, exact: true }).waitFor();
}

/** What axe-core finds wrong with the page as it is, each in one line. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    type Axe = { run: () => Promise<{ violations: { id: string; nodes: { target: unknown; html: string }[] }[] }> };
    const found = await (window as unknown as { axe: Axe }).axe.run();
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target} ${html.slice(0, 160)}`));
  });
}

/** Nothing of the page reaches beyond its right edge. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBeLessThanOrEqual(window as number);
}
