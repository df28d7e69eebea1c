import Container from "@cloudscape-design/components/container";
import type { PageConfig } from "../config.ts";
import type { Session } from "./session.ts";
import { SignInForm } from "./SignInForm.tsx";

interface SignInProps {
  readonly config: PageConfig;
  readonly session: Session;
  readonly reason: string | undefined;
}

/** What somebody who is not signed in sees, whatever the address. */
export default function SignInPage({ config, session, reason }: SignInProps) {
  return (
    <div className="sign-in">
      <h1>Ask your AWS bill a question</h1>
      <p className="lead">
        Every figure of the answer is computed from billing data, with the requests it rests on, so that it can be
        checked.
      </p>
      <Container>
        <SignInForm config={config} session={session} reason={reason} />
      </Container>
    </div>
  );
}
