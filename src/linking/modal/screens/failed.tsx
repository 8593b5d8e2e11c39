import type { SessionView } from '../../session-view.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { FormFields } from '../parts/form-fields.tsx';
import { SentAgain } from '../parts/mail-notices.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { ScreenHeading } from '../parts/screen-heading.tsx';
import { texts } from '../texts/index.ts';
import { useAction } from '../use-action.ts';
import type { Outcome } from '../use-session.ts';

interface FailedProps {
  view: SessionView;
  onTryAgain: () => Promise<Outcome>;
  onSentAgain: () => Promise<Outcome>;
}

/** No dead end: what happened, what to do, and the two ways on (another try, another invitation). */
export function Failed({ view, onTryAgain, onSentAgain }: FailedProps) {
  const words = texts.failed;
  const again = useAction(onTryAgain);
  return (
    <>
      <ScreenHeading title={words.title} lead={words.lead} />
      <ProblemNotice problem={view.problem ?? { code: 'unknown', ...words.unknown }} />
      <div class="actions">
        <ActionButton
          action={again}
          label={words.tryAgain}
          busyLabel={words.trying}
          conflictText={words.needsInvitation}
        />
      </div>
      {view.method === 'service_account' && (
        <>
          <SentAgain onSentAgain={onSentAgain} />
          <p class="fine">{words.movesOn}</p>
          <details class="unfold">
            <summary>{words.formAgain}</summary>
            <FormFields fields={view.service_account.form} email={view.service_account.email} />
          </details>
        </>
      )}
    </>
  );
}
