import type { SessionView } from '../../session-view.ts';
import { texts } from '../texts/index.ts';
import { useAction } from '../use-action.ts';
import type { Outcome } from '../use-session.ts';
import { ActionButton } from './action-button.tsx';
import { Icon } from './icons.tsx';

/** What came instead of the invitation, and what to do about it. Spoken when it appears. */
export function MailNotices({
  view,
  onSentAgain,
}: {
  view: SessionView;
  onSentAgain: () => Promise<Outcome>;
}) {
  const words = texts.waiting;
  return (
    <div role="status">
      {view.mail_notices.length > 0 && (
        <section class="problem">
          <p class="problem-message">
            <Icon name="alert" />
            <span>{words.noticesTitle}</span>
          </p>
          {view.mail_notices.map(({ code }) => (
            <div key={code}>
              <p>{words.notices[code].message}</p>
              <p>{words.notices[code].fix}</p>
            </div>
          ))}
          <SentAgain onSentAgain={onSentAgain} />
        </section>
      )}
    </div>
  );
}

/** The way on from an invitation that can't be used. */
export function SentAgain({ onSentAgain }: { onSentAgain: () => Promise<Outcome> }) {
  const words = texts.waiting;
  return (
    <div class="actions">
      <ActionButton
        action={useAction(onSentAgain)}
        label={words.sentAgain}
        busyLabel={words.noting}
        conflictText={words.notExpected}
        isSecondary
      />
    </div>
  );
}
