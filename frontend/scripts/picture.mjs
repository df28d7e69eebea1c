// Makes docs/page.png: an answer on the page, from a server of its own with the demo bill.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));
const TODAY = "2026-03-10";
const QUESTION = "Why did my costs change last month?";

const port = await new Promise((resolve) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port: free } = probe.address();
    probe.close(() => resolve(free));
  });
});
const command = ["up", "--port", String(port), "--ephemeral", "--today", TODAY];
const server = spawn(`${PROJECT}.venv/bin/finops`, command, { stdio: ["ignore", "pipe", "inherit"] });
for await (const line of createInterface(server.stdout)) if (line.startsWith("Ctrl-C")) break;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1120, height: 1180 } });
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.getByRole("button", { name: "Continue as demo" }).click();
  await page.getByLabel("Your question").fill(QUESTION);
  await page.keyboard.press("Enter");
  await page.getByRole("figure").locator(".recharts-bar-rectangle").first().waitFor();
  await page.evaluate(() => document.activeElement?.blur());
  await page.screenshot({ path: `${PROJECT}docs/page.png` });
} finally {
  await browser.close();
  server.kill("SIGTERM");
}
