import { useEffect, useRef, useState } from 'preact/hooks';
import type { EmployerPageView } from '../../../employer/employer-page-view.ts';
import { ActionButton } from '../../modal/parts/action-button.tsx';
import { useAction } from '../../modal/use-action.ts';
import type { Outcome } from '../../modal/use-session.ts';
import type { EmployerTexts } from '../../modal/texts/employer-texts.ts';
import { Section } from './section.tsx';

interface ControlProps {
  view: EmployerPageView;
  words: EmployerTexts;
  onChange: (what: 'pause' | 'resume' | 'disconnect') => Promise<Outcome>;
}

/** Pause or resume, and disconnect after a second yes. */
export function Control({ view, words, onChange }: ControlProps) {
  return (
    <Section id="control" title={words.control}>
      {view.state === 'paused' || view.paused_at !== null ? (
        <Switch what="resume" text={words.resumeText} {...{ words, onChange }} />
      ) : (
        view.state === 'connected' && <Switch what="pause" text={words.pauseText} {...{ words, onChange }} />
      )}
      <Disconnect {...{ view, words, onChange }} />
    </Section>
  );
}

interface SwitchProps extends Pick<ControlProps, 'words' | 'onChange'> {
  what: 'pause' | 'resume';
  text: string;
}

function Switch({ what, text, words, onChange }: SwitchProps) {
  const action = useAction(() => onChange(what));
  return (
    <div class="actions">
      <ActionButton {...{ action }} isSecondary label={words[what]} busyLabel={words.working} />
      <span class="fine">{text}</span>
    </div>
  );
}

function Disconnect({ view, words, onChange }: ControlProps) {
  const [isAsking, setAsking] = useState(false);
  const action = useAction(() => onChange('disconnect'));
  const question = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (isAsking) question.current?.focus();
  }, [isAsking]);
  if (!isAsking) {
    return (
      <div class="actions">
        <button type="button" class="button" onClick={() => setAsking(true)}>
          {words.disconnect}
        </button>
        <span class="fine">{words.disconnectText}</span>
      </div>
    );
  }
  return (
    <div class="sure">
      <p ref={question} tabIndex={-1}>
        {words.disconnectSure(view.integration.name)}
      </p>
      <div class="actions danger">
        <ActionButton {...{ action }} isSecondary label={words.disconnectYes} busyLabel={words.working} />
        <button type="button" class="button" onClick={() => setAsking(false)}>
          {words.cancel}
        </button>
      </div>
    </div>
  );
}
