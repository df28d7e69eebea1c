import { useFinOps } from "../finops.tsx";
import { EXAMPLES } from "./examples.ts";

export function Examples({ onAsk }: { onAsk: (question: string) => void }) {
  const { available } = useFinOps();
  return (
    <section aria-labelledby="examples">
      <h2 id="examples">Try one of these</h2>
      <ul className="question-list">
        {EXAMPLES.map((example) => (
          <li key={example}>
            <button type="button" disabled={!available} onClick={() => onAsk(example)}>
              {example}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
