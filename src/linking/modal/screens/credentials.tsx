import { useState } from 'preact/hooks';
import { isOneTimeCode } from '../../one-time-code.ts';
import type { SessionView } from '../../session-view.ts';
import type { TypedLogIn } from '../link-api.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { GuideFilm } from '../parts/guide-film.tsx';
import { GuideMedia } from '../parts/guide-media.tsx';
import { LogInClosed } from '../parts/log-in-closed.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { RelinkNotice } from '../parts/relink-notice.tsx';
import { ScreenHeading } from '../parts/screen-heading.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { submitBy } from '../submit-by.ts';
import { texts } from '../texts/index.ts';
import { useAction } from '../use-action.ts';
import type { Outcome } from '../use-session.ts';

interface CredentialsProps {
  view: SessionView;
  onGive: (logIn: TypedLogIn) => Promise<Outcome>;
}

const EMPTY: TypedLogIn = { userName: '', password: '', authenticatorSecret: '' };
/** As many wrong log-ins may follow one another; told once one has. */
const TOLD_BELOW = 3;

/** The person's own log-in at the source; it is sent once and kept nowhere in this page. */
export function Credentials({ view, onGive }: CredentialsProps) {
  const words = texts.credentials;
  const source = view.integration.name;
  const closedUntil = view.log_in?.closed_until ?? null;
  const left = view.log_in?.attempts_left ?? TOLD_BELOW;
  return (
    <>
      <ScreenHeading title={words.title(source)} lead={words.lead(view.organization.name, source)} />
      <RelinkNotice view={view} />
      {view.problem && <ProblemNotice problem={view.problem} />}
      {closedUntil !== null ? (
        <LogInClosed source={source} until={closedUntil} />
      ) : (
        <>
          {left < TOLD_BELOW && <p class="notice notice-warning">{words.attemptsLeft(left)}</p>}
          <LogInForm source={source} onGive={onGive} />
        </>
      )}
      <details class="unfold">
        <summary>{words.whereKey}</summary>
        <p>{words.whereKeyText(source)}</p>
        <GuideMedia task="key" />
      </details>
      <GuideFilm method="credentials" language={view.language} />
    </>
  );
}

function LogInForm({ source, onGive }: { source: string; onGive: CredentialsProps['onGive'] }) {
  const [logIn, setLogIn] = useState(EMPTY);
  const [isShown, setShown] = useState(false);
  const giving = useAction(() => onGive(logIn));
  const words = texts.credentials;
  const type = isShown ? 'text' : 'password';
  const isCode = isOneTimeCode(logIn.authenticatorSecret);
  const set = (field: keyof TypedLogIn) => (value: string) => setLogIn({ ...logIn, [field]: value });
  const give = (): void => {
    if (isCode || giving.isRunning) return;
    giving.start();
    // Sent or not: no secret stays in the page.
    setLogIn({ ...EMPTY, userName: logIn.userName });
    setShown(false);
  };
  return (
    <>
      <form class="log-in" onSubmit={submitBy(give)}>
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
          error={isCode ? words.codeGiven : null}
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
          />
        </div>
      </form>
      <p class="fine">{words.kept(source)}</p>
    </>
  );
}
