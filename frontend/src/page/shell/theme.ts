import * as tokens from "@cloudscape-design/design-tokens";

export type Theme = "light" | "dark";

const STORED = "finops.theme";
const DARK_MODE = "awsui-dark-mode";
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

/** Cloudscape's tokens under names that style.css uses; their values follow the theme. */
const STYLE: Record<string, string> = {
  "--page-font": tokens.fontFamilyBase,
  "--page-background": tokens.colorBackgroundLayoutMain,
  "--page-surface": tokens.colorBackgroundContainerContent,
  "--page-header": tokens.colorBackgroundContainerHeader,
  "--page-border": tokens.colorBorderDividerDefault,
  "--page-text": tokens.colorTextBodyDefault,
  "--page-text-secondary": tokens.colorTextBodySecondary,
  "--page-heading": tokens.colorTextHeadingDefault,
  "--page-accent": tokens.colorTextAccent,
  "--page-link": tokens.colorTextLinkDefault,
  "--page-focus": tokens.colorBorderItemFocused,
  "--page-selected": tokens.colorBackgroundItemSelected,
  "--page-success": tokens.colorTextStatusSuccess,
  "--page-error": tokens.colorTextStatusError,
  "--page-info": tokens.colorTextStatusInfo,
  "--page-code": tokens.colorBackgroundStatusInfo,
  "--page-chart-1": tokens.colorChartsPaletteCategorical1,
  "--page-chart-2": tokens.colorChartsPaletteCategorical2,
  "--page-chart-up": tokens.colorChartsStatusHigh,
  "--page-chart-down": tokens.colorChartsStatusPositive,
  "--page-chart-grid": tokens.colorChartsLineGrid,
};

/** Applies the kept theme, or the system's, and follows the system until one is chosen. */
export function startTheme(): void {
  for (const [name, value] of Object.entries(STYLE)) document.body.style.setProperty(name, value);
  apply(currentTheme());
  systemIsDark.addEventListener("change", () => apply(currentTheme()));
}

export function currentTheme(): Theme {
  const kept = localStorage.getItem(STORED);
  if (kept === "light" || kept === "dark") return kept;
  return systemIsDark.matches ? "dark" : "light";
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(STORED, theme);
  apply(theme);
}

function apply(theme: Theme): void {
  document.body.classList.toggle(DARK_MODE, theme === "dark");
  document.documentElement.style.colorScheme = theme;
}
