import type { Job, JobMessage } from "../../client/index.ts";

/** A step of a job as it is now. */
export interface StepState {
  readonly name: string;
  readonly title: string;
  readonly status: "waiting" | "running" | "done";
  /** What it said last. */
  readonly message: string | undefined;
}

const TITLES: Record<string, string> = {
  InterpretQuery: "Understand the question",
  AnalyzeCost: "Analyse costs",
  AdviseSavings: "Find savings",
  SynthesizeAnswer: "Write the answer",
};

/** A step in words; a step this page does not know keeps its name. */
export function stepTitle(name: string): string {
  return TITLES[name] ?? name;
}

/** The latest attempt's progress, 0 to 100. */
export function progressOf(job: Job): number {
  const last = latestAttempt(job).findLast((message) => "progress" in message);
  return last && "progress" in last ? last.progress : 0;
}

/** The steps of the latest attempt. One that a later step follows is done; those not needed are left out. */
export function stepsOf(job: Job): StepState[] {
  const said = new Map<string, string>();
  const done = new Set<string>();
  for (const message of job.messages) {
    if (message.type === "job_replayed" && message.mode === "restart") {
      said.clear();
      done.clear();
    }
    if (message.type !== "progress_update") continue;
    said.set(message.step, message.message);
    for (const earlier of before(message.step)) if (said.has(earlier)) done.add(earlier);
  }
  const isWritten = said.has("SynthesizeAnswer");
  return Object.keys(TITLES)
    .filter((name) => said.has(name) || !(isWritten || isOptional(name)))
    .map((name) => ({
      name,
      title: stepTitle(name),
      status: done.has(name) ? "done" : said.has(name) ? "running" : "waiting",
      message: said.get(name),
    }));
}

function latestAttempt(job: Job): JobMessage[] {
  const attempt = job.messages.at(-1)?.attempt;
  return job.messages.filter((message) => message.attempt === attempt);
}

/** The two steps in the middle run side by side, and a question may need only one of them. */
function before(step: string): string[] {
  if (step === "InterpretQuery") return [];
  if (step === "SynthesizeAnswer") return ["InterpretQuery", "AnalyzeCost", "AdviseSavings"];
  return ["InterpretQuery"];
}

function isOptional(step: string): boolean {
  return step === "AnalyzeCost" || step === "AdviseSavings";
}
