import { Suspense, useSyncExternalStore } from "react";
import { AskPage } from "./ask/AskPage.tsx";
import { forgetConversations } from "./ask/conversation.ts";
import type { PageConfig } from "./config.ts";
import { FinOpsProvider } from "./finops.tsx";
import { lazily } from "./lazily.ts";
import { ASK, useRoute, type Route } from "./route.ts";
import { ConnectionBanner } from "./shell/ConnectionBanner.tsx";
import { Loading } from "./shell/Loading.tsx";
import { Shell } from "./shell/Shell.tsx";
import type { Session } from "./sign-in/session.ts";

const SignInPage = lazily(() => import("./sign-in/SignInPage.tsx"));
const SessionExpired = lazily(() => import("./sign-in/SessionExpired.tsx"));
const JobsPage = lazily(() => import("./jobs/JobsPage.tsx"));
const JobExecution = lazily(() => import("./execution/JobExecution.tsx"));
const ExecutionPage = lazily(() => import("./execution/ExecutionPage.tsx"));

export function App({ config, session }: { config: PageConfig; session: Session }) {
  const { status, username, reason } = useSyncExternalStore(session.subscribe, () => session.state);
  const route = useRoute();
  if (status === "signed-out") {
    return (
      <Shell page={route.page}>
        <Suspense fallback={<Loading what="sign-in" />}>
          <SignInPage config={config} session={session} reason={reason} />
        </Suspense>
      </Shell>
    );
  }
  return (
    <FinOpsProvider config={config} session={session} signedIn={status === "signed-in"}>
      <Shell
        page={route.page}
        username={username}
        onSignOut={() => {
          forgetConversations();
          void session.signOut();
        }}
      >
        <ConnectionBanner />
        <Suspense fallback={<Loading what="page" />}>
          <Page route={route} />
          {status === "expired" && <SessionExpired config={config} session={session} reason={reason} />}
        </Suspense>
      </Shell>
    </FinOpsProvider>
  );
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case "ask":
      return <AskPage />;
    case "job":
      return <AskPage jobId={route.jobId} />;
    case "jobs":
      return <JobsPage />;
    case "job-execution":
      return <JobExecution jobId={route.jobId} />;
    case "execution":
      return <ExecutionPage key={route.name} name={route.name} />;
    case "unknown":
      return (
        <>
          <h1>There is no such page</h1>
          <p>
            The address names nothing here. <a href={ASK}>Ask a question</a>
          </p>
        </>
      );
  }
}
