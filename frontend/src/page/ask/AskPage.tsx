import { useEffect, useState } from "react";
import { useFinOps } from "../finops.tsx";
import { ASK, jobHash } from "../route.ts";
import { addToConversation, conversationOf, isInConversation } from "./conversation.ts";
import { useTitle } from "../shell/use-title.ts";
import { Examples } from "./Examples.tsx";
import { JobView } from "./JobView.tsx";
import { QuestionForm } from "./QuestionForm.tsx";
import { RecentQuestions } from "./RecentQuestions.tsx";
import { explain } from "./use-job.ts";

/** The question box, and below it a job with its answer, or what can be asked. */
export function AskPage({ jobId }: { jobId?: string }) {
  const { client, config, state, available } = useFinOps();
  const [question, setQuestion] = useState("");
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<string>();
  const [followsUp, setFollowsUp] = useState(false);
  useTitle("Ask");

  useEffect(() => {
    setError(undefined);
    setFollowsUp(jobId !== undefined && isInConversation(jobId));
  }, [jobId]);

  const ask = async (text: string, inConversation = followsUp) => {
    setQuestion(text);
    setAsking(true);
    setError(undefined);
    const conversationId = conversationOf(inConversation ? jobId : undefined);
    try {
      const job = await client.ask(text, { conversationId });
      addToConversation(conversationId, { jobId: job.id, question: text });
      setQuestion("");
      location.hash = jobHash(job.id);
    } catch (refused) {
      setError(explain(refused as Error));
    } finally {
      setAsking(false);
    }
  };
  return (
    <div className="ask">
      <h1 className={jobId ? "visually-hidden" : undefined}>Ask your AWS bill a question</h1>
      {config.bill && !jobId && <p className="lead">The bill asked: {config.bill}</p>}
      <QuestionForm
        question={question}
        onChange={setQuestion}
        onAsk={(text) => void ask(text)}
        asking={asking}
        waiting={asking && state !== "connected"}
        available={available}
        error={error}
        followsUp={followsUp}
        onNewConversation={() => {
          setFollowsUp(false);
          location.hash = ASK;
        }}
      />
      {jobId ? (
        <JobView key={jobId} jobId={jobId} onAsk={(text) => void ask(text, false)} onEdit={setQuestion} />
      ) : (
        <div className="columns">
          <Examples onAsk={(text) => void ask(text, false)} />
          <RecentQuestions />
        </div>
      )}
    </div>
  );
}
