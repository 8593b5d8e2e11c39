import { useEffect, useRef, useState } from 'preact/hooks';
import type { EmployerPageView } from '../../../employer/employer-page-view.ts';
import { ActionButton } from '../../modal/parts/action-button.tsx';
import { TextInput } from '../../modal/parts/text-input.tsx';
import { submitBy } from '../../modal/submit-by.ts';
import { useAction } from '../../modal/use-action.ts';
import type { Outcome } from '../../modal/use-session.ts';
import type { EmployerTexts } from '../../modal/texts/employer-texts.ts';
import { Section } from './section.tsx';

interface ErasureProps {
  view: EmployerPageView;
  words: EmployerTexts;
  onErase: (companyName: string) => Promise<Outcome>;
}

/** Deletes for good, after the company's name was typed. */
export function Erasure({ view, words, onErase }: ErasureProps) {
  const [isAsking, setAsking] = useState(false);
  return (
    <Section id="erase" title={words.erase} isDanger>
      <p>{words.eraseText}</p>
      {isAsking ? (
        <Confirmation {...{ view, words, onErase }} onCancel={() => setAsking(false)} />
      ) : (
        <div class="actions danger">
          <button type="button" class="button" onClick={() => setAsking(true)}>
            {words.erase}
          </button>
        </div>
      )}
    </Section>
  );
}

function Confirmation({ view, words, onErase, onCancel }: ErasureProps & { onCancel: () => void }) {
  const [typed, setTyped] = useState('');
  const action = useAction(() => onErase(typed));
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  return (
    <form ref={form} class="log-in" onSubmit={submitBy(() => action.start())}>
      <TextInput
        id="company-name"
        label={words.eraseInput}
        value={typed}
        onInput={setTyped}
        type="text"
        autoComplete="off"
        hint={
          <>
            {words.eraseSure} <strong>{view.erase_phrase}</strong>
          </>
        }
      />
      <div class="actions danger">
        <ActionButton
          {...{ action }}
          isSecondary
          isSubmit
          label={words.eraseYes}
          busyLabel={words.erasing}
          unusableText={words.eraseDiffers}
        />
        <button type="button" class="button" onClick={onCancel}>
          {words.cancel}
        </button>
      </div>
    </form>
  );
}
