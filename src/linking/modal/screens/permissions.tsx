import { useEffect, useRef } from 'preact/hooks';
import type { SessionView } from '../../session-view.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { useAnnounce } from '../parts/announcer.tsx';
import { CannotTick } from '../parts/cannot-tick.tsx';
import { PermissionList } from '../parts/permission-list.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { RelinkNotice } from '../parts/relink-notice.tsx';
import { ScreenHeading } from '../parts/screen-heading.tsx';
import { countMissing, lastCheckedAt } from '../permission-lists.ts';
import { texts } from '../texts/index.ts';
import { useAction } from '../use-action.ts';
import type { Outcome } from '../use-session.ts';

interface PermissionsProps {
  view: SessionView;
  onCheck: () => Promise<Outcome>;
  /** Gives the access anew: a consent that leaves something out can't be widened otherwise. */
  onStartOver: () => Promise<Outcome>;
}

/** The permissions live: while they are verified, and while some are missing. */
export function Permissions({ view, onCheck, onStartOver }: PermissionsProps) {
  const check = useAction(onCheck);
  const startOver = useAction(onStartOver);
  const isChecking = view.state === 'verifying_permissions';
  const checkedAt = lastCheckedAt(view.permissions);
  // The list itself tells best what is missing.
  const problem = isChecking || view.problem?.code === 'permission_missing' ? null : view.problem;
  useSpokenResult(view);
  return (
    <>
      <ScreenHeading {...headingOf(view)} />
      <RelinkNotice view={view} />
      {problem && <ProblemNotice problem={problem} />}
      <PermissionList permissions={view.permissions} isChecking={isChecking} />
      <div class="actions">
        <ActionButton
          action={check}
          isBusy={isChecking}
          label={texts.permissions.checkAgain}
          busyLabel={texts.permissions.checking}
        />
        {checkedAt !== null && <span class="fine">{texts.permissions.checkedAt(toTime(checkedAt))}</span>}
      </div>
      {view.method === 'service_account' && !isChecking && countMissing(view.permissions) > 0 && (
        <CannotTick view={view} />
      )}
      {view.method === 'oauth' && !isChecking && (
        <div class="actions">
          <ActionButton
            action={startOver}
            label={texts.permissions.agreeAgain(view.integration.name)}
            busyLabel={texts.permissions.checking}
          />
        </div>
      )}
    </>
  );
}

function headingOf(view: SessionView): { title: string; lead: string } {
  const words = texts.permissions;
  const source = view.integration.name;
  if (view.state === 'verifying_permissions') {
    return { title: words.checkingTitle, lead: words.checkingLead(source) };
  }
  const missing = countMissing(view.permissions);
  return missing === 0
    ? { title: words.noneMissingTitle, lead: words.noneMissingLead(source) }
    : { title: words.missingTitle(missing), lead: words.missingLead[view.method](source) };
}

/** The heading changes in place, which is silent: the result of a check is spoken. */
function useSpokenResult({ state, permissions }: SessionView): void {
  const announce = useAnnounce();
  const former = useRef(state);
  useEffect(() => {
    if (former.current !== state && state === 'awaiting_permissions') {
      const missing = permissions.filter((permission) => permission.state === 'missing');
      const names = missing.map(({ unlocks }) => unlocks).join(', ');
      announce(names === '' ? texts.permissions.noneMissingTitle : texts.permissions.announceMissing(names));
    }
    if (former.current !== state && state === 'verifying_permissions')
      announce(texts.permissions.checkingTitle);
    former.current = state;
  }, [state]);
}

function toTime(timestamp: string): string {
  return new Date(timestamp).toLocaleTimeString(texts.locale, { hour: 'numeric', minute: '2-digit' });
}
