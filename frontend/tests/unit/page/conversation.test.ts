import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  addToConversation,
  conversationOf,
  earlierQuestions,
  forgetConversations,
  isInConversation,
} from "../../../src/page/ask/conversation.ts";

const stored = new Map<string, string>();
vi.stubGlobal("sessionStorage", {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => stored.set(key, value),
  removeItem: (key: string) => stored.delete(key),
});

const question = (jobId: string) => ({ jobId, question: `Question ${jobId}` });

describe("a conversation", () => {
  beforeEach(() => {
    stored.clear();
    addToConversation("one", question("a"));
    addToConversation("one", question("b"));
    addToConversation("other", question("x"));
  });

  test("is known by its jobs, and another job begins a new one", () => {
    expect(conversationOf("a")).toBe("one");
    expect(conversationOf("x")).toBe("other");
    expect(["one", "other"]).not.toContain(conversationOf("unknown"));
    expect(conversationOf(undefined)).not.toBe(conversationOf(undefined));
  });

  test("has the questions before a follow-up", () => {
    expect(earlierQuestions("b")).toEqual([question("a")]);
    expect(earlierQuestions("a")).toEqual([]);
    expect(earlierQuestions("unknown")).toEqual([]);
  });

  test("goes on after its last question only", () => {
    expect(isInConversation("b")).toBe(true);
    expect(isInConversation("a")).toBe(false);
  });

  test("is forgotten, and unreadable storage is none", () => {
    forgetConversations();
    expect(earlierQuestions("b")).toEqual([]);
    stored.set("finops.conversations", "{");
    expect(earlierQuestions("b")).toEqual([]);
  });
});
