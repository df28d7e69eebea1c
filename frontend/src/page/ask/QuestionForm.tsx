import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useRef, useState, type FormEvent, type KeyboardEvent } from "react";

/** The server takes this many characters, unless it is deployed with another limit. */
const LONGEST_QUESTION = 4000;

interface QuestionFormProps {
  readonly question: string;
  readonly onChange: (question: string) => void;
  readonly onAsk: (question: string) => void;
  readonly asking: boolean;
  /** Asked, and not sent yet, since there is no connection. */
  readonly waiting: boolean;
  readonly available: boolean;
  readonly error: string | undefined;
  /** A question that follows up on the answer shown. */
  readonly followsUp: boolean;
  readonly onNewConversation: () => void;
}

/** The question box. Enter asks; Shift and Enter breaks the line. */
export function QuestionForm(props: QuestionFormProps) {
  const { question, asking, waiting, available, followsUp } = props;
  // as the server counts: characters, not the UTF-16 units that a string is made of
  const length = [...question.trim()].length;
  const tooLong = length > LONGEST_QUESTION;
  const [missing, setMissing] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const text = question.trim();
    setMissing(!text);
    if (!text) box.current?.focus();
    else if (available && !asking && !tooLong) props.onAsk(text);
  };
  return (
    <form className="question-form" onSubmit={submit}>
      <label htmlFor="question">{followsUp ? "Ask a follow-up or a new question" : "Your question"}</label>
      <div className="question-row">
        <textarea
          id="question"
          ref={box}
          rows={2}
          value={question}
          placeholder={followsUp ? "For example: and by region?" : "For example: What was my S3 spend in May?"}
          aria-invalid={missing || tooLong}
          aria-describedby="question-hint"
          onChange={(event) => {
            setMissing(false);
            props.onChange(event.target.value);
          }}
          onKeyDown={(event) => isSend(event) && submit(event)}
        />
        <Button variant="primary" formAction="submit" loading={asking} disabled={!available || tooLong} ariaLabel="Ask">
          Ask
        </Button>
      </div>
      <p id="question-hint" className="hint">
        <Hint missing={missing} tooLong={tooLong} waiting={waiting} length={length} />
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

interface HintProps {
  readonly missing: boolean;
  readonly tooLong: boolean;
  readonly waiting: boolean;
  readonly length: number;
}

/** What stands in the way of the answer, or else how to ask. */
function Hint({ missing, tooLong, waiting, length }: HintProps) {
  if (waiting) return <span role="status">Not sent yet: it is sent once the page is connected again. Leave it open.</span>;
  if (tooLong) {
    return (
      <span className="hint-error" role="status">
        {count(length)} characters, and a question has {count(LONGEST_QUESTION)} at most: shorten it to ask.
      </span>
    );
  }
  if (missing) return <span className="hint-error">Write a question first.</span>;
  return "Enter asks, Shift+Enter breaks the line. Periods are UTC days.";
}

function count(characters: number): string {
  return characters.toLocaleString("en-US");
}

function isSend(event: KeyboardEvent): boolean {
  return event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing;
}
