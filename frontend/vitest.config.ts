import { defineConfig } from "vitest/config";

const seconds = (count: number): number => count * 1000;

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["tests/unit/**/*.test.{ts,tsx}"] } },
      {
        // the client in Node, against a real server
        test: {
          name: "server",
          include: ["tests/server/**/*.test.ts"],
          hookTimeout: seconds(60),
          testTimeout: seconds(150),
          fileParallelism: false,
          expect: { poll: { timeout: seconds(20) } },
        },
      },
      {
        // the built page in Chromium, against a real server
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          hookTimeout: seconds(60),
          testTimeout: seconds(150),
          fileParallelism: false,
          expect: { poll: { timeout: seconds(20) } },
        },
      },
    ],
  },
});
