import type { Browser, Page, Request, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, openPage, signIn, startChromium, violations, watch } from "../support/chromium.ts";
import { FinOpsServer } from "../support/finops-server.ts";

let server: FinOpsServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([FinOpsServer.start(), startChromium()]);
});
afterAll(async () => {
  await Promise.all([server?.stop(), browser?.close()]);
});

/** Changes what the browser keeps of the session, as time or another program would. */
async function changeTokens(page: Page, change: object): Promise<void> {
  await page.evaluate((fields) => {
    const kept = JSON.parse(localStorage.getItem("finops.session") ?? "{}");
    localStorage.setItem("finops.session", JSON.stringify({ ...kept, tokens: { ...kept.tokens, ...fields } }));
  }, change);
}

/** Reloads the page with a token that has run out; the renewal it asks for waits to be answered. */
async function reloadAndHoldRenewal(page: Page): Promise<Route> {
  const { cognito } = await server.config();
  let hold: (route: Route) => void;
  const held = new Promise<Route>((resolve) => (hold = resolve));
  await page.route(cognito.endpoint, (route) => (isRenewal(route.request()) ? hold(route) : route.fallback()));
  await changeTokens(page, { expiresAt: 0 });
  await page.reload();
  return held;
}

/** Has a renewal answered, and the page deal with the answer. */
async function answered(page: Page, answer: () => Promise<void>): Promise<void> {
  const finished = page.waitForEvent("requestfinished", isRenewal);
  await answer();
  await finished;
  // what is asked for later is dealt with later
  await page.evaluate(async () => (await fetch("config.json")).text());
}

function isRenewal(request: Request): boolean {
  return request.postData()?.includes("REFRESH_TOKEN_AUTH") ?? false;
}

describe("signing in", () => {
  test("by a wrong password is refused with a reason, and by the right one is not", async () => {
    const { page } = await openPage(browser);
    const { demo } = await server.config();
    await page.goto(server.address);
    await page.getByRole("button", { name: "Sign in as somebody else" }).click();
    await page.getByLabel("User name").fill(demo.username);
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText(/name or the password is wrong/).waitFor();
    await page.getByLabel("Password").fill(demo.password);
    await page.keyboard.press("Enter");
    await page.getByLabel("Your question").waitFor();
  });

  test("ends in every tab by signing out, and leaves nothing behind", async () => {
    const { page, errors } = await openPage(browser);
    await signIn(page, server.address);
    const other = watch(await page.context().newPage());
    await other.page.goto(server.address);
    await other.page.getByLabel("Your question").waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Continue as demo" }).waitFor();
    await other.page.getByText("You signed out in another tab.").waitFor();
    expect(await page.evaluate(() => localStorage.getItem("finops.session"))).toBeNull();
    expect([...errors, ...other.errors]).toEqual([]);
  });

  test("is renewed without a word when the token has run out", async () => {
    const { page } = await openPage(browser);
    await signIn(page, server.address);
    await changeTokens(page, { expiresAt: 0 });
    await page.reload();
    await ask(page, "What was my S3 spend in January 2026?");
    await page.locator(".headline").waitFor();
  });

  test("is over by signing out also while the session is being renewed", async () => {
    const { page, errors } = await openPage(browser);
    await signIn(page, server.address);
    const renewal = await reloadAndHoldRenewal(page);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Continue as demo" }).waitFor();
    await answered(page, () => renewal.continue());
    expect(await page.evaluate(() => localStorage.getItem("finops.session"))).toBeNull();
    await page.reload();
    await page.getByRole("button", { name: "Continue as demo" }).waitFor();
    expect(errors).toEqual([]);
  });

  test("goes on when another tab was quicker to renew the session", async () => {
    const { page } = await openPage(browser);
    await signIn(page, server.address);
    const renewal = await reloadAndHoldRenewal(page);
    const told = page.evaluate(() => new Promise<void>((resolve) => addEventListener("storage", () => resolve())));
    const other = await page.context().newPage();
    await other.goto(server.address);
    await told;
    const refusal = { __type: "NotAuthorizedException", message: "Refresh Token has been revoked" };
    await answered(page, () => renewal.fulfill({ status: 400, json: refusal }));
    await ask(page, "What was my S3 spend in January 2026?");
    await page.locator(".headline").waitFor();
    expect(await page.getByRole("dialog", { name: "Sign in again" }).count()).toBe(0);
  });

  test("is asked for in place when the session is over, and the page goes on where it was", async () => {
    const { page } = await openPage(browser);
    await signIn(page, server.address);
    await ask(page, "What was my S3 spend in January 2026?");
    await page.locator(".headline").waitFor();
    await changeTokens(page, { expiresAt: 0, refreshToken: "no longer taken" });
    await page.reload();
    const dialog = page.getByRole("dialog", { name: "Sign in again" });
    await dialog.waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Continue as demo" }).click();
    await page.locator(".headline").getByText(/January 2026/).waitFor();
    expect(await dialog.count()).toBe(0);
  });
});
