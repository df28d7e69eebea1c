/** What all charts share: colours that follow the theme, and no animation to wait for. */
export const AXIS = { stroke: "var(--page-text-secondary)", tickLine: false, fontSize: 12 } as const;
export const GRID = { stroke: "var(--page-chart-grid)", strokeOpacity: 0.5 } as const;
export const TOOLTIP = {
  contentStyle: { background: "var(--page-surface)", borderColor: "var(--page-border)", borderRadius: 8 },
  labelStyle: { color: "var(--page-heading)" },
  itemStyle: { color: "var(--page-text)" },
  cursor: { fill: "var(--page-chart-grid)", fillOpacity: 0.3 },
  isAnimationActive: false,
} as const;

const LONGEST_LABEL = 28;

/** A label that leaves room for the chart; the tooltip and the table have it whole. */
export function shortLabel(label: string): string {
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
}
