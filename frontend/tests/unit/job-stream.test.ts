import { describe, expect, test } from "vitest";
import { JobStream } from "../../src/client/job-stream.ts";
import type { JobMessage } from "../../src/client/index.ts";
import { wholeJob } from "../support/fake-server.ts";

/** A small generator of its own, so that a failing order can be run again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

function shuffledWithDuplicates(messages: readonly JobMessage[], seed: number): JobMessage[] {
  const next = random(seed);
  const twice = messages.flatMap((message) => (next() < 0.3 ? [message, message] : [message]));
  for (let index = twice.length - 1; index > 0; index--) {
    const other = Math.floor(next() * (index + 1));
    [twice[index], twice[other]] = [twice[other] as JobMessage, twice[index] as JobMessage];
  }
  return twice;
}

describe("the messages of a job", () => {
  const inOrder = wholeJob(10) as JobMessage[];

  test("test_r08_come out once and in order, whatever the order they arrive in", () => {
    for (let seed = 0; seed < 1000; seed++) {
      const stream = new JobStream();
      const out = shuffledWithDuplicates(inOrder, seed).flatMap((message) => stream.feed(message));
      expect(out, `seed ${seed}`).toEqual(inOrder);
      expect(stream.hasGap).toBe(false);
    }
  });

  test("wait for what is missing before them", () => {
    const stream = new JobStream();
    const [first, second, third] = inOrder as [JobMessage, JobMessage, JobMessage];
    expect(stream.feed(first)).toEqual([first]);
    expect(stream.feed(third)).toEqual([]);
    expect(stream.hasGap).toBe(true);
    expect(stream.feed(second)).toEqual([second, third]);
  });
});
