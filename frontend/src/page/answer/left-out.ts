interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly MarkdownNode[];
}

interface MarkdownRoot {
  children: MarkdownNode[];
}

/** A remark plugin: leaves out tables, and a heading that has nothing but a table under it. */
export function withoutTables(): (root: MarkdownRoot) => void {
  return (root) => {
    root.children = root.children.filter(
      (node, index, all) => node.type !== "table" && !(node.type === "heading" && all[index + 1]?.type === "table"),
    );
  };
}

/** A remark plugin: leaves out the section under a heading, up to the next heading. */
export function withoutSection(heading: string): (root: MarkdownRoot) => void {
  return (root) => {
    let within = false;
    root.children = root.children.filter((node) => {
      if (node.type === "heading") within = textOf(node) === heading;
      return !within;
    });
  };
}

function textOf({ value, children }: MarkdownNode): string {
  return value ?? (children ?? []).map(textOf).join("");
}
