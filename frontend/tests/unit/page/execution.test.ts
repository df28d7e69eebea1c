import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { transitions, type Definition } from "../../../src/page/execution/definition.ts";
import { placedEvents, stateRecords } from "../../../src/page/execution/history.ts";
import { pictureOf } from "../../../src/page/execution/layout.ts";
import type { HistoryEvent } from "../../../src/page/execution/step-functions.ts";

const DEFINITION = JSON.parse(
  readFileSync(new URL("../../../../statemachine/finops_query.asl.json", import.meta.url), "utf8"),
) as Definition;

/** A branch fails, and a redrive goes on from there. */
const EVENTS: HistoryEvent[] = [
  { id: 1, type: "ExecutionStarted", timestamp: 0, executionStartedEventDetails: {} },
  { id: 2, previousEventId: 1, type: "ParallelStateEntered", timestamp: 1, stateEnteredEventDetails: { name: "Investigate" } },
  { id: 3, previousEventId: 2, type: "ParallelStateStarted", timestamp: 1 },
  { id: 4, previousEventId: 3, type: "TaskStateEntered", timestamp: 2, stateEnteredEventDetails: { name: "AnalyzeCost", input: "{}" } },
  { id: 5, previousEventId: 3, type: "TaskStateEntered", timestamp: 2, stateEnteredEventDetails: { name: "AdviseSavings" } },
  { id: 6, previousEventId: 4, type: "TaskScheduled", timestamp: 2, taskScheduledEventDetails: {} },
  { id: 7, previousEventId: 5, type: "TaskScheduled", timestamp: 2, taskScheduledEventDetails: {} },
  { id: 8, previousEventId: 7, type: "TaskFailed", timestamp: 3, taskFailedEventDetails: { error: "Broken", cause: "why" } },
  { id: 9, previousEventId: 8, type: "ParallelStateFailed", timestamp: 3 },
  { id: 10, previousEventId: 9, type: "ExecutionFailed", timestamp: 3, executionFailedEventDetails: { error: "Broken" } },
];
const REDRIVEN: HistoryEvent[] = [
  { id: 11, previousEventId: 10, type: "ExecutionRedriven", timestamp: 9 },
  { id: 12, previousEventId: 5, type: "TaskScheduled", timestamp: 9, taskScheduledEventDetails: {} },
  { id: 13, previousEventId: 12, type: "TaskSucceeded", timestamp: 10, taskSucceededEventDetails: {} },
  { id: 14, previousEventId: 13, type: "TaskStateExited", timestamp: 10, stateExitedEventDetails: { name: "AdviseSavings", output: "1" } },
];

describe("the picture of a state machine", () => {
  test("leads into every branch of a Parallel state and out of each", () => {
    const links = transitions(DEFINITION).map(({ from, to }) => `${from} > ${to}`);
    expect(links).toContain("Start > InterpretQuery");
    expect(links.filter((link) => link.startsWith("InterpretQuery >"))).toHaveLength(2);
    expect(links.filter((link) => link.endsWith("> SynthesizeAnswer"))).toHaveLength(4);
    expect(links).toContain("SynthesizeAnswer > End");
  });

  test("places every state, those of a branch within their Parallel state", () => {
    const { places } = pictureOf(DEFINITION);
    const group = places.find(({ name }) => name === "Investigate");
    const inside = places.filter(({ parent }) => parent === "Investigate");
    expect(inside).toHaveLength(6);
    for (const place of inside) {
      expect(place.x).toBeGreaterThanOrEqual(0);
      expect(place.x + place.width).toBeLessThanOrEqual(group?.width ?? 0);
      expect(place.y + place.height).toBeLessThanOrEqual(group?.height ?? 0);
    }
  });
});

describe("the history of an execution", () => {
  test("tells the failed state from the one that was cut short with it", () => {
    const records = stateRecords(placedEvents(EVENTS, DEFINITION), DEFINITION, "FAILED");
    expect(records.get("AdviseSavings")).toMatchObject({
      status: "failed",
      tries: [{ started: 2, ended: 3, outcome: "failed", error: "Broken", cause: "why" }],
    });
    expect(records.get("AnalyzeCost")).toMatchObject({ status: "aborted", input: "{}" });
    expect(records.get("Investigate")?.status).toBe("failed");
    expect(records.get("SynthesizeAnswer")?.status).toBe("not started");
  });

  test("goes on after a redrive with another try", () => {
    const records = stateRecords(placedEvents([...EVENTS, ...REDRIVEN], DEFINITION), DEFINITION, "RUNNING");
    expect(records.get("AdviseSavings")).toMatchObject({ status: "succeeded", output: "1" });
    expect(records.get("AdviseSavings")?.tries.map(({ outcome }) => outcome)).toEqual(["failed", "succeeded"]);
    expect(records.get("Investigate")).toMatchObject({ status: "running", entered: 1 });
  });
});
