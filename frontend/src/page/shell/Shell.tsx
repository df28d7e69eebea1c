import Button from "@cloudscape-design/components/button";
import type { ReactNode } from "react";
import { ASK, JOBS, type Route } from "../route.ts";
import { ThemeSwitch } from "./ThemeSwitch.tsx";

interface ShellProps {
  readonly page: Route["page"];
  /** Undefined while nobody is signed in: there is nowhere to go then. */
  readonly username?: string;
  readonly onSignOut?: () => void;
  readonly children: ReactNode;
}

/** The frame of every page: where one can go, who is signed in, and the content. */
export function Shell({ page, username, onSignOut, children }: ShellProps) {
  return (
    <>
      <a className="skip-link" href="#main" onClick={skipToContent}>
        Skip to content
      </a>
      <header className="top-bar">
        <a className="brand" href={ASK}>
          FinOps agent
        </a>
        {username !== undefined && (
          <nav aria-label="Pages">
            <PageLink href={ASK} current={page === "ask"}>
              Ask
            </PageLink>
            <PageLink href={JOBS} current={page === "jobs"}>
              Jobs
            </PageLink>
          </nav>
        )}
        <div className="top-bar-end">
          <ThemeSwitch />
          {username !== undefined && (
            <>
              <span className="username" title={username}>
                {username}
              </span>
              <Button onClick={onSignOut}>Sign out</Button>
            </>
          )}
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

function PageLink({ href, current, children }: { href: string; current: boolean; children: ReactNode }) {
  return (
    <a href={href} aria-current={current ? "page" : undefined}>
      {children}
    </a>
  );
}

function skipToContent(event: { preventDefault: () => void }): void {
  // the hash is the route, so the link must not change it
  event.preventDefault();
  document.getElementById("main")?.focus();
}
