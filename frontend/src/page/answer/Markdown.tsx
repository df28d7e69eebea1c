import { type ReactNode } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { withoutSection, withoutTables } from "./left-out.ts";

interface MarkdownProps {
  readonly text: string;
  /** Leaves out tables, where the same figures show as tables that sort. */
  readonly tables?: boolean;
  /** Leaves out the section under this heading, where the same is said elsewhere. */
  readonly withoutHeading?: string;
  /** What an item of a list becomes, where items are suggestions. */
  readonly listItem?: (content: ReactNode) => ReactNode;
}

/** No images: one of another server would tell it who reads this answer. */
const SCHEMA = {
  ...defaultSchema,
  tagNames: defaultSchema.tagNames?.filter((name) => !["img", "picture", "source", "input"].includes(name)),
  protocols: { href: ["https", "http"] },
};

/** Sanitised Markdown: words of a bill's tags or of a language model run no script and fetch nothing. */
export function Markdown({ text, tables = true, withoutHeading, listItem }: MarkdownProps) {
  const components: Components = {
    // the page has its own headings above
    h1: ({ children }) => <h3>{children}</h3>,
    h2: ({ children }) => <h3>{children}</h3>,
    a: ({ href, children }) => (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    ),
    table: ({ children }) => (
      <div className="markdown-table" tabIndex={0} role="group" aria-label="Table">
        <table>{children}</table>
      </div>
    ),
    ...(listItem && { li: ({ children }: { children?: ReactNode }) => <li>{listItem(children)}</li> }),
  };
  return (
    <div className="markdown">
      <ReactMarkdown
        components={components}
        remarkPlugins={[
          remarkGfm,
          ...(tables ? [] : [withoutTables]),
          ...(withoutHeading ? [() => withoutSection(withoutHeading)] : []),
        ]}
        rehypePlugins={[[rehypeSanitize, SCHEMA]]}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}
