interface MarkdownNode {
  readonly type: string;
}

interface MarkdownRoot {
  children: MarkdownNode[];
}

/** A remark plugin: leaves out tables, and a heading that has nothing but a table under it. */
export function withoutTables(): (root: MarkdownRoot) => void {
  return (root) => {
    const kept = root.children.filter(
      (node, index, all) => node.type !== "table" && !(node.type === "heading" && all[index + 1]?.type === "table"),
    );
    root.children = kept;
  };
}
