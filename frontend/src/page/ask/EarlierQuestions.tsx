import { jobHash } from "../route.ts";
import { earlierQuestions } from "./conversation.ts";

/** The questions that a follow-up leans on, each with its answer behind it. */
export function EarlierQuestions({ jobId }: { jobId: string }) {
  const earlier = earlierQuestions(jobId);
  if (earlier.length === 0) return null;
  return (
    <nav className="earlier" aria-label="Earlier in this conversation">
      <span className="quiet">Follows up on</span>
      <ol>
        {earlier.map((asked) => (
          <li key={asked.jobId}>
            <a className="clamped" title={asked.question} href={jobHash(asked.jobId)}>
              {asked.question}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
