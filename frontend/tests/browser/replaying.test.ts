import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, openPage, signIn, startChromium, violations } from "../support/chromium.ts";
import { FinOpsServer } from "../support/finops-server.ts";

let server: FinOpsServer;
let browser: Browser;

beforeAll(async () => {
  const failures = ["InterpretQuery", "AnalyzeCost", "AdviseSavings"].flatMap((step) => ["--fail", `${step}=1`]);
  [server, browser] = await Promise.all([FinOpsServer.start(...failures), startChromium()]);
});
afterAll(async () => {
  await Promise.all([server?.stop(), browser?.close()]);
});

describe("a failed job", () => {
  test("says why, and is replayed from its page and from the list until it has its answer", async () => {
    const { page, errors } = await openPage(browser);
    await signIn(page, server.address);
    const question = "What was my S3 spend in January 2026?";
    await ask(page, question);
    await page.getByText("Failed at “Understand the question”").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Replay" }).click();
    await page.getByText("Failed at “Analyse costs”").waitFor();

    await page.getByRole("link", { name: "Jobs" }).click();
    const job = page.getByRole("article", { name: question });
    await job.getByText(/The step AnalyzeCost failed/).waitFor();
    expect(await violations(page)).toEqual([]);
    await job.getByRole("button", { name: /Replay/ }).click();
    await job.getByText("Answered").waitFor();
    await job.getByRole("link", { name: question, exact: true }).click();
    await page.locator(".headline").getByText(/January 2026/).waitFor();
    expect(errors).toEqual([]);
  });

  test("shows its execution state by state, and goes on there by a redrive", async () => {
    const { page, errors } = await openPage(browser);
    await signIn(page, server.address);
    await ask(page, "How can I save money?");
    await page.getByText("Failed at “Find savings”").waitFor();
    await page.getByRole("link", { name: "Execution" }).click();
    await page.waitForURL(/#\/execution\//);

    // what failed is shown without a click
    await page.getByRole("heading", { name: "AdviseSavings" }).waitFor();
    await page.getByText(/fails because the server was started with --fail AdviseSavings/).first().waitFor();
    const state = (name: string, status: string) => page.getByLabel(`${name}, ${status}`, { exact: true });
    await state("AdviseSavings", "failed").waitFor();
    await state("Investigate", "failed").waitFor();
    await state("SynthesizeAnswer", "not started").waitFor();
    await state("InterpretQuery", "succeeded").click();
    await page.getByRole("heading", { name: "InterpretQuery" }).waitFor();
    await page.getByRole("button", { name: "Output" }).click();
    await page.getByLabel("Output of InterpretQuery").getByText(/"savings"/).first().waitFor();
    await page.getByRole("button", { name: /Event history/ }).click();
    await page.getByText("ExecutionFailed").waitFor();
    expect(await violations(page)).toEqual([]);

    await page.getByRole("button", { name: "Redrive" }).click();
    await page.getByText("SUCCEEDED", { exact: true }).waitFor();
    await page.getByText("ExecutionRedriven").waitFor();
    await state("AdviseSavings", "succeeded").click();
    await expect.poll(() => page.locator(".tries > li").count()).toBe(2);
    await page.getByRole("link", { name: "Question and answer" }).click();
    await page.locator(".headline").getByText(/a month/).waitFor();
    expect(errors).toEqual([]);
  });
});
