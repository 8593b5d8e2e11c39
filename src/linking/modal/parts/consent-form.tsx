import { useRef, useState } from 'preact/hooks';
import { submitBy } from '../submit-by.ts';
import { texts } from '../texts/index.ts';
import { useAction } from '../use-action.ts';
import type { Outcome } from '../use-session.ts';
import { ActionButton } from './action-button.tsx';
import { TextInput } from './text-input.tsx';

interface ConsentFormProps {
  /** What the person says by agreeing. */
  statement: string;
  source: string;
  onAgree: (personName: string) => Promise<Outcome>;
  onDecline: (() => void) | null;
}

/** Who agrees, and that they may. What is missing is told when they try, beside the field. */
export function ConsentForm({ statement, source, onAgree, onDecline }: ConsentFormProps) {
  const [name, setName] = useState('');
  const [isAuthorized, setAuthorized] = useState(false);
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const agreement = useAction(() => onAgree(name.trim()));
  const words = texts.consent;
  const agree = (): void => {
    setTried(true);
    if (isAuthorized && name.trim() !== '') agreement.start();
    else form.current?.querySelector<HTMLInputElement>(isAuthorized ? '#person_name' : '#authority')?.focus();
  };
  return (
    <form ref={form} class="consent-form" noValidate onSubmit={submitBy(agree)}>
      <label class="statement">
        <input
          id="authority"
          type="checkbox"
          required
          checked={isAuthorized}
          aria-invalid={isTried && !isAuthorized}
          aria-describedby="authority-error"
          onChange={(event) => setAuthorized(event.currentTarget.checked)}
        />
        <span>{statement}</span>
      </label>
      <p id="authority-error" class="input-error" role="alert">
        {isTried && !isAuthorized ? words.authorityMissing : null}
      </p>
      <TextInput
        id="person_name"
        label={words.name}
        value={name}
        onInput={setName}
        type="text"
        autoComplete="name"
        hint={words.nameHint}
        error={isTried && name.trim() === '' ? words.nameMissing : null}
      />
      <p class="fine">{words.need(source)}</p>
      <div class="actions">
        <ActionButton
          action={agreement}
          isSubmit
          label={words.agree}
          busyLabel={words.agreeing}
          conflictText={words.changed}
        />
        {onDecline && (
          <button type="button" class="button" onClick={onDecline}>
            {words.decline}
          </button>
        )}
      </div>
    </form>
  );
}
