import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import { Suspense, useEffect } from "react";
import type { Job, JobFailed } from "../../client/index.ts";
import { lazily } from "../lazily.ts";
import { ASK, jobExecutionHash } from "../route.ts";
import { Awaited } from "../shell/Awaited.tsx";
import { Loading } from "../shell/Loading.tsx";
import { EarlierQuestions } from "./EarlierQuestions.tsx";
import { FailedJob } from "./FailedJob.tsx";
import { Progress } from "./Progress.tsx";
import { explain, useJob } from "./use-job.ts";

const loadAnswer = () => import("../answer/Answer.tsx");
const Answer = lazily(loadAnswer);

interface JobViewProps {
  readonly jobId: string;
  readonly onAsk: (question: string) => void;
  readonly onEdit: (question: string) => void;
}

/** One job: its question, how far it is, and its answer or why there is none. */
export function JobView({ jobId, onAsk, onEdit }: JobViewProps) {
  const { job, result, problem } = useJob(jobId);
  useEffect(prefetchAnswer, []);
  if (problem && !job) {
    return (
      <Alert type="error" header="This job cannot be shown" action={<Button href={ASK}>Ask a question</Button>}>
        {explain(problem)}
      </Alert>
    );
  }
  if (!job || job.messages.length === 0) return <Awaited what="this job" />;
  const question = questionOf(job);
  const failure = failureOf(job);
  return (
    <section className="job" aria-label="Question and answer">
      <EarlierQuestions jobId={jobId} />
      <div className="job-question">
        <h2 className="clamped" title={question}>
          {question}
        </h2>
        <div className="actions">
          <Button variant="link" onClick={() => onEdit(question)}>
            Edit question
          </Button>
          <Button variant="link" href={jobExecutionHash(jobId)}>
            Execution
          </Button>
        </div>
      </div>
      {!job.ended && !problem && <Progress job={job} />}
      {failure && <FailedJob jobId={jobId} failure={failure} onAsk={() => onAsk(question)} />}
      {problem && (
        <Alert
          type="warning"
          header="The answer cannot be shown"
          action={<Button onClick={() => onAsk(question)}>Ask again</Button>}
        >
          {explain(problem)}
        </Alert>
      )}
      {job.ended && !failure && !problem && (
        <Suspense fallback={<AnswerLoading />}>
          {result ? <Answer jobId={jobId} result={result} onAsk={onAsk} /> : <AnswerLoading />}
        </Suspense>
      )}
    </section>
  );
}

/** Fetches the code that shows an answer while the answer is made. */
function prefetchAnswer() {
  // what fails here fails again, and is shown, when the answer is
  loadAnswer().catch(() => undefined);
}

function AnswerLoading() {
  return (
    <Container>
      <Loading what="answer" />
    </Container>
  );
}

function questionOf(job: Job): string {
  const queued = job.messages.find((message) => message.type === "job_queued");
  return queued?.query ?? "";
}

function failureOf(job: Job): JobFailed | undefined {
  const last = job.messages.at(-1);
  return last?.type === "job_failed" ? last : undefined;
}
