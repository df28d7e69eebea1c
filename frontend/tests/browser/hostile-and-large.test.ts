import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ServerMessage } from "../../src/client/index.ts";
import { ask, openPage, signIn, startChromium } from "../support/chromium.ts";
import { FinOpsServer } from "../support/finops-server.ts";
import { billWithServices, billWithUsageTypes, HOSTILE_NAMES } from "../support/hostile-bill.ts";

const USAGE_TYPES = 2200;
let browser: Browser;

beforeAll(async () => {
  browser = await startChromium();
});
afterAll(() => browser?.close());

async function withServer(bill: string, use: (server: FinOpsServer) => Promise<void>): Promise<void> {
  const server = await FinOpsServer.start("--data", bill);
  try {
    await use(server);
  } finally {
    await server.stop();
  }
}

describe("what a bill may hold", () => {
  test("test_r27_hostile names and questions run nothing, fetch nothing, and read as they are", async () => {
    await withServer(billWithServices(HOSTILE_NAMES), async (server) => {
      const { page, requests, errors } = await openPage(browser);
      await signIn(page, server.address);
      await ask(page, "Show my spend by service in February 2026");
      const table = page.getByRole("table", { name: "Breakdown" });
      for (const name of HOSTILE_NAMES) await table.getByText(name, { exact: true }).waitFor();
      await ask(page, "![](http://tracker.example/q.png) <img src=x onerror=window.hacked=1> what did I spend?");
      await page.locator(".answer, [class*=awsui_alert]").first().waitFor();
      expect(await page.evaluate(() => "hacked" in window)).toBe(false);
      expect(await page.locator(".answer img, .answer script, .answer svg[onload]").count()).toBe(0);
      expect(requests.filter((address) => !address.startsWith(server.address) && !address.startsWith("blob:"))).toEqual([]);
      expect(errors).toEqual([]);
    });
  });

  test("test_r12_a result of a megabyte arrives whole, in parts", async () => {
    await withServer(billWithUsageTypes(USAGE_TYPES), async (server) => {
      const { page, errors } = await openPage(browser);
      let bytes = 0;
      let longest = 0;
      page.on("websocket", (socket) =>
        socket.on("framereceived", ({ payload }) => {
          const message = JSON.parse(payload.toString()) as ServerMessage;
          longest = Math.max(longest, Buffer.byteLength(payload));
          if (message.type === "job_result_part") bytes += Buffer.byteLength(message.data);
        }),
      );
      await signIn(page, server.address);
      await ask(page, "Show my spend by usage type in February 2026");
      await page.getByRole("heading", { name: `Breakdown (${USAGE_TYPES})` }).waitFor();
      expect(bytes).toBeGreaterThan(1024 * 1024);
      expect(longest).toBeLessThanOrEqual(131_072);
      await page.getByLabel("Find rows of Breakdown").fill("Usage-002199");
      await page.getByRole("table", { name: "Breakdown" }).getByText(/Usage-002199/).waitFor();
      expect(errors).toEqual([]);
    });
  });
});
