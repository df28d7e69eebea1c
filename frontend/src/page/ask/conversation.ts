/** The conversation of this tab: questions in it are understood in the light of those before. */
const STORED = "finops.conversation";

interface Conversation {
  readonly id: string;
  readonly jobIds: readonly string[];
}

/** The conversation that a job belongs to, or a new one. */
export function conversationOf(jobId: string | undefined): string {
  const current = read();
  return jobId && current?.jobIds.includes(jobId) ? current.id : crypto.randomUUID();
}

/** Whether a question asked beside this job follows up on it. */
export function isInConversation(jobId: string): boolean {
  return read()?.jobIds.at(-1) === jobId;
}

/** Keeps that a job was asked in a conversation. */
export function addToConversation(id: string, jobId: string): void {
  const current = read();
  const jobIds = current?.id === id ? current.jobIds : [];
  sessionStorage.setItem(STORED, JSON.stringify({ id, jobIds: [...jobIds, jobId] }));
}

/** The next question stands for itself. */
export function endConversation(): void {
  sessionStorage.removeItem(STORED);
}

function read(): Conversation | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(STORED) ?? "null") as Conversation | null) ?? undefined;
  } catch {
    return undefined;
  }
}
