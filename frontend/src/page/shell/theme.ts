export type Theme = "light" | "dark";

const STORED = "finops.theme";
/** The class by which Cloudscape and style.css know the dark theme. */
const DARK_MODE = "awsui-dark-mode";
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

/** Applies the kept theme, or the system's, and follows the system until one is chosen. */
export function startTheme(): void {
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
