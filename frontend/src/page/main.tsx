import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { loadConfig } from "./config.ts";
import { StartFailed } from "./shell/StartFailed.tsx";
import { startTheme } from "./shell/theme.ts";
import { Session } from "./sign-in/session.ts";
import "./style.css";

startTheme();
const root = createRoot(document.getElementById("page") as HTMLElement);
try {
  const config = await loadConfig();
  const session = new Session(config);
  await session.completeRedirect();
  root.render(
    <StrictMode>
      <App config={config} session={session} />
    </StrictMode>,
  );
} catch (error) {
  root.render(<StartFailed reason={(error as Error).message} />);
}
