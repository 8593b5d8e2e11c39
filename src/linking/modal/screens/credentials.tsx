import { useState } from 'preact/hooks';
import type { SessionView } from '../../session-view.ts';
import type { TypedLogIn } from '../link-api.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { ScreenHeading } from '../parts/screen-heading.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { texts } from '../texts/index.ts';
import { useAction } from '../use-action.ts';
import type { Outcome } from '../use-session.ts';

interface CredentialsProps {
  view: SessionView;
  onGive: (logIn: TypedLogIn) => Promise<Outcome>;
}

const EMPTY: TypedLogIn = { userName: '', password: '', authenticatorSecret: '' };

/** The person's own log-in at the source; it is sent once and kept nowhere in this page. */
export function Credentials({ view, onGive }: CredentialsProps) {
  const [logIn, setLogIn] = useState(EMPTY);
  const [isShown, setShown] = useState(false);
  const giving = useAction(() => onGive(logIn));
  const words = texts.credentials;
  const source = view.integration.name;
  const type = isShown ? 'text' : 'password';
  const set = (field: keyof TypedLogIn) => (value: string) => setLogIn({ ...logIn, [field]: value });
  return (
    <>
      <ScreenHeading title={words.title(source)} lead={words.lead(view.organization.name, source)} />
      {view.problem && <ProblemNotice problem={view.problem} />}
      <form
        class="log-in"
        onSubmit={(event) => {
          event.preventDefault();
          giving.start();
        }}
      >
        <TextInput
          id="user_name"
          label={words.userName}
          value={logIn.userName}
          onInput={set('userName')}
          type="text"
          autoComplete="username"
        />
        <TextInput
          id="password"
          label={words.password}
          value={logIn.password}
          onInput={set('password')}
          type={type}
          autoComplete="current-password"
        />
        <TextInput
          id="authenticator_secret"
          label={words.authenticatorSecret}
          value={logIn.authenticatorSecret}
          onInput={set('authenticatorSecret')}
          type={type}
          autoComplete="off"
          hint={words.authenticatorHint(source)}
        />
        <label class="show-secrets">
          <input
            type="checkbox"
            checked={isShown}
            onChange={(event) => setShown(event.currentTarget.checked)}
          />
          {words.show}
        </label>
        <div class="actions">
          <ActionButton
            action={giving}
            isSubmit
            label={words.give}
            busyLabel={words.giving}
            conflictText={words.knownWrong}
            unusableText={words.unusable}
            tooOftenText={words.tooOften}
          />
        </div>
      </form>
      <p class="fine">{words.kept(source)}</p>
    </>
  );
}
