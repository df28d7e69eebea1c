import Modal from "@cloudscape-design/components/modal";
import type { PageConfig } from "../config.ts";
import type { Session } from "./session.ts";
import { SignInForm } from "./SignInForm.tsx";

interface SessionExpiredProps {
  readonly config: PageConfig;
  readonly session: Session;
  readonly reason: string | undefined;
}

/** Signs in again in place: what is on the page stays, and running jobs go on. */
export default function SessionExpired({ config, session, reason }: SessionExpiredProps) {
  return (
    <Modal
      visible
      header="Sign in again"
      closeAriaLabel="Sign out"
      onDismiss={() => void session.signOut()}
    >
      <SignInForm config={config} session={session} reason={reason} />
    </Modal>
  );
}
