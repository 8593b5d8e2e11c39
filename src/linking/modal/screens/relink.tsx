import { useEffect } from 'preact/hooks';
import type { SessionView } from '../../session-view.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { RelinkNotice } from '../parts/relink-notice.tsx';
import { ScreenHeading } from '../parts/screen-heading.tsx';
import { texts } from '../texts/index.ts';
import { useAction } from '../use-action.ts';
import type { Outcome } from '../use-session.ts';

/** Under the consent that was given before: where something is known to be wrong, it goes on there by itself. */
export function Relink({ view, onResume }: { view: SessionView; onResume: () => Promise<Outcome> }) {
  const resuming = useAction(onResume);
  const isWrong = view.relink !== null && view.relink.reason !== null;
  useEffect(() => {
    if (isWrong) resuming.start();
  }, []);
  const words = texts.relink;
  const names = [view.organization.name, view.integration.name] as const;
  const [title, lead] = isWrong
    ? [words.brokenTitle(names[1]), words.other(...names)]
    : [words.fineTitle(names[1]), words.fineLead(...names)];
  return (
    <>
      <ScreenHeading {...{ title, lead }} />
      <RelinkNotice view={view} />
      <div class="actions">
        <ActionButton action={resuming} label={words.check} busyLabel={words.checking} />
      </div>
    </>
  );
}
