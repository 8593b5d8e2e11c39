import { useEffect, useState } from 'preact/hooks';
import type { SessionView } from '../../session-view.ts';
import { texts } from '../texts/index.ts';
import { useAction } from '../use-action.ts';
import type { Outcome } from '../use-session.ts';
import { ActionButton } from './action-button.tsx';
import { SentAgain } from './mail-notices.tsx';

const LATE_AFTER_MS = 4 * 60_000;

interface LateInvitationProps {
  view: SessionView;
  onSentAgain: () => Promise<Outcome>;
  onCheck: () => Promise<Outcome>;
}

/** Unfolds by itself when the invitation takes longer than it should. */
export function LateInvitation({ view, onSentAgain, onCheck }: LateInvitationProps) {
  const isLate = useIsLate(view.state_entered_at);
  const check = useAction(onCheck);
  const words = texts.guide;
  const fixes = [
    ...words.lateFixes(view.service_account.email, view.integration.name),
    ...texts.waiting.lateMore,
  ];
  return (
    <details class="unfold" open={isLate}>
      <summary>{words.late}</summary>
      <ul class="plain-list breakable">
        {fixes.map((fix) => (
          <li key={fix}>{fix}</li>
        ))}
      </ul>
      <SentAgain onSentAgain={onSentAgain} />
      <p>{texts.waiting.checkInstead}</p>
      <div class="actions">
        <ActionButton
          action={check}
          label={texts.waiting.check}
          busyLabel={texts.waiting.checking}
          conflictText={texts.waiting.nothingToCheck}
          isSecondary
        />
      </div>
    </details>
  );
}

function useIsLate(since: string): boolean {
  const lateAt = Date.parse(since) + LATE_AFTER_MS;
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setTimeout(() => setNow(Date.now()), Math.max(0, lateAt - Date.now()));
    return () => clearTimeout(timer);
  }, [lateAt]);
  return now >= lateAt;
}
