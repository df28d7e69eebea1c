/** The conversations of this tab: a question of one is understood in the light of those before. */
const STORED = "finops.conversations";
const MOST_CONVERSATIONS = 20;

export interface AskedQuestion {
  readonly jobId: string;
  readonly question: string;
}

interface Conversation {
  readonly id: string;
  readonly asked: readonly AskedQuestion[];
}

/** The conversation that a job belongs to, or a new one. */
export function conversationOf(jobId: string | undefined): string {
  return (jobId && conversationWith(jobId)?.id) || crypto.randomUUID();
}

/** Whether a question asked beside this job follows up on it. */
export function isInConversation(jobId: string): boolean {
  return conversationWith(jobId)?.asked.at(-1)?.jobId === jobId;
}

/** The questions of a job's conversation before it, oldest first; none where this tab does not know them. */
export function earlierQuestions(jobId: string): readonly AskedQuestion[] {
  const asked = conversationWith(jobId)?.asked ?? [];
  return asked.slice(0, asked.findIndex((question) => question.jobId === jobId));
}

/** Keeps that a question was asked in a conversation. */
export function addToConversation(id: string, question: AskedQuestion): void {
  const conversations = read();
  const current = conversations.find((conversation) => conversation.id === id);
  const others = conversations.filter((conversation) => conversation !== current);
  const kept = [{ id, asked: [...(current?.asked ?? []), question] }, ...others].slice(0, MOST_CONVERSATIONS);
  sessionStorage.setItem(STORED, JSON.stringify(kept));
}

/** Keeps nothing of what was asked. */
export function forgetConversations(): void {
  sessionStorage.removeItem(STORED);
}

function conversationWith(jobId: string): Conversation | undefined {
  return read().find(({ asked }) => asked.some((question) => question.jobId === jobId));
}

function read(): readonly Conversation[] {
  try {
    return JSON.parse(sessionStorage.getItem(STORED) ?? "[]") as Conversation[];
  } catch {
    return [];
  }
}
