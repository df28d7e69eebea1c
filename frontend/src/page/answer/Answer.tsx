import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Button from "@cloudscape-design/components/button";
import { Suspense, type ReactNode } from "react";
import type { Result } from "../../client/index.ts";
import { jobHash } from "../route.ts";
import { lazily } from "../lazily.ts";
import { Loading } from "../shell/Loading.tsx";
import { Basis } from "./Basis.tsx";
import { hasChart } from "./charts/choose.ts";
import { InterpretationChips } from "./InterpretationChips.tsx";
import { KeyFigures } from "./KeyFigures.tsx";
import { Markdown } from "./Markdown.tsx";
import { MISSING_HEADING, missingOf } from "./missing.ts";
import { MissingParts } from "./MissingParts.tsx";
import { tablesOf } from "./tables/tables.ts";

const Charts = lazily(() => import("./charts/Charts.tsx"));
const FigureTable = lazily(() => import("./tables/FigureTable.tsx"));

interface AnswerProps {
  readonly jobId: string;
  readonly result: Result;
  readonly onAsk: (question: string) => void;
}

/** An answer: the figure asked for first, then its picture, its tables, and what it rests on. */
export default function Answer({ jobId, result, onAsk }: AnswerProps) {
  const [headline, rest] = split(result.response);
  const tables = tablesOf(result);
  const unclear = result.interpretation.intent === "clarify";
  // an assessment says what to do, which counts more than any picture
  const actsFirst = result.interpretation.intent === "assessment";
  const suggestion = (content: ReactNode) => <Suggestion onAsk={onAsk}>{content}</Suggestion>;
  return (
    <div className="answer" aria-live="polite">
      <Container>
        <div className="headline">
          <Markdown text={headline} />
        </div>
        {!unclear && (
          <InterpretationChips
            interpretation={result.interpretation}
            accountNames={result.accountNames ?? {}}
            onAsk={onAsk}
          />
        )}
        {unclear && <Markdown text={rest} listItem={suggestion} />}
        <div className="actions">
          <CopyToClipboard
            copyButtonText="Copy answer"
            textToCopy={result.response}
            copySuccessText="Answer copied"
            copyErrorText="The answer could not be copied"
          />
          <CopyToClipboard
            copyButtonText="Copy link"
            textToCopy={location.href.replace(/#.*/, jobHash(jobId))}
            copySuccessText="Link copied"
            copyErrorText="The link could not be copied"
          />
        </div>
      </Container>
      <MissingParts parts={missingOf(result)} />
      {actsFirst && <Words text={rest} tables={false} />}
      {result.cost_analysis && <KeyFigures cost={result.cost_analysis} />}
      <Suspense fallback={<Loading what="charts and tables" />}>
        {hasChart(result) && <Charts result={result} />}
        {tables.map((table) => (
          <FigureTable key={table.title} table={table} />
        ))}
      </Suspense>
      {!unclear && !actsFirst && rest && <Words text={rest} tables={tables.length === 0} />}
      <Basis basis={result.basis} />
    </div>
  );
}

function Words({ text, tables }: { text: string; tables: boolean }) {
  return (
    <Container>
      <Markdown text={text} tables={tables} withoutHeading={MISSING_HEADING} />
    </Container>
  );
}

function Suggestion({ children, onAsk }: { children: ReactNode; onAsk: (question: string) => void }) {
  return typeof children === "string" ? (
    <Button variant="inline-link" onClick={() => onAsk(children)}>
      {children}
    </Button>
  ) : (
    children
  );
}

/** The first paragraph, which holds the figure asked for, and the rest. */
function split(markdown: string): [string, string] {
  const end = markdown.indexOf("\n\n");
  return end < 0 ? [markdown, ""] : [markdown.slice(0, end), markdown.slice(end + 2)];
}
