import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useRef, useState, type FormEvent, type KeyboardEvent } from "react";

/** API Gateway's frame has room for more; the server takes this many characters. */
const LONGEST_QUESTION = 4000;

interface QuestionFormProps {
  readonly question: string;
  readonly onChange: (question: string) => void;
  readonly onAsk: (question: string) => void;
  readonly asking: boolean;
  readonly available: boolean;
  readonly error: string | undefined;
  /** A question that follows up on the answer shown. */
  readonly followsUp: boolean;
  readonly onNewConversation: () => void;
}

/** The question box. Enter asks; Shift and Enter breaks the line. */
export function QuestionForm(props: QuestionFormProps) {
  const { question, asking, available, followsUp } = props;
  const [missing, setMissing] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const text = question.trim();
    setMissing(!text);
    if (!text) box.current?.focus();
    else if (available && !asking) props.onAsk(text);
  };
  return (
    <form className="question-form" onSubmit={submit}>
      <label htmlFor="question">{followsUp ? "Ask a follow-up or a new question" : "Your question"}</label>
      <div className="question-row">
        <textarea
          id="question"
          ref={box}
          rows={2}
          maxLength={LONGEST_QUESTION}
          value={question}
          placeholder={followsUp ? "For example: and by region?" : "For example: What was my S3 spend in May?"}
          aria-invalid={missing}
          aria-describedby="question-hint"
          onChange={(event) => {
            setMissing(false);
            props.onChange(event.target.value);
          }}
          onKeyDown={(event) => isSend(event) && submit(event)}
        />
        <Button variant="primary" formAction="submit" loading={asking} disabled={!available} ariaLabel="Ask">
          Ask
        </Button>
      </div>
      <p id="question-hint" className="hint">
        {missing ? (
          <span className="hint-error">Write a question first.</span>
        ) : (
          "Enter asks, Shift+Enter breaks the line. Periods are UTC days."
        )}
        {followsUp && (
          <Button variant="inline-link" formAction="none" onClick={props.onNewConversation}>
            Start a new conversation
          </Button>
        )}
      </p>
      {props.error && (
        <Alert type="error" header="The question was not taken">
          {props.error}
        </Alert>
      )}
    </form>
  );
}

function isSend(event: KeyboardEvent): boolean {
  return event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing;
}
