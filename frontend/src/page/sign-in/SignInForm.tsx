import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { PageConfig } from "../config.ts";
import { goToHostedUi } from "./hosted-ui.ts";
import type { Session } from "./session.ts";

interface SignInFormProps {
  readonly config: PageConfig;
  readonly session: Session;
  readonly reason: string | undefined;
}

/** Signs in by Cognito's hosted UI where there is one, else by name and password, or as the demo user. */
export function SignInForm({ config, session, reason }: SignInFormProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(reason);
  const attempt = (signIn: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    signIn()
      .catch((failure: Error) => setError(failure.message))
      .finally(() => setBusy(false));
  };
  const { demo } = config;
  const password = <PasswordForm busy={busy} onSubmit={(name, word) => attempt(() => session.signIn(name, word))} />;
  return (
    <SpaceBetween size="m">
      {error && <Alert type={error === reason ? "info" : "error"}>{error}</Alert>}
      {config.cognito.domain && (
        <Button variant="primary" loading={busy} onClick={() => attempt(() => goToHostedUi(config))}>
          Sign in
        </Button>
      )}
      {demo && (
        <Button
          variant="primary"
          loading={busy}
          onClick={() => attempt(() => session.signIn(demo.username, demo.password))}
        >
          Continue as {demo.username}
        </Button>
      )}
      {demo && !config.cognito.domain && (
        <ExpandableSection headerText="Sign in as somebody else">{password}</ExpandableSection>
      )}
      {!demo && !config.cognito.domain && password}
    </SpaceBetween>
  );
}

interface PasswordFormProps {
  readonly busy: boolean;
  readonly onSubmit: (username: string, password: string) => void;
}

function PasswordForm({ busy, onSubmit }: PasswordFormProps) {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(username, password);
      }}
    >
      <SpaceBetween size="m">
        <FormField label="User name">
          <Input
            name="username"
            autoComplete="username"
            value={username}
            onChange={({ detail }) => setUsername(detail.value)}
          />
        </FormField>
        <FormField label="Password">
          <Input
            name="password"
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={({ detail }) => setPassword(detail.value)}
          />
        </FormField>
        <Button formAction="submit" loading={busy} disabled={!username || !password}>
          Sign in
        </Button>
      </SpaceBetween>
    </form>
  );
}
