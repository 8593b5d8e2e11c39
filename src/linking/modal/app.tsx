import { useEffect, useMemo } from 'preact/hooks';
import type { SessionView } from '../session-view.ts';
import { forgetLaunch, type Launch } from './launch.ts';
import { createLinkApi } from './link-api.ts';
import { findOpener, type Opener } from './opener.ts';
import { AnnouncerProvider } from './parts/announcer.tsx';
import { Frame } from './parts/frame.tsx';
import { Ended } from './screens/ended.tsx';
import { Loading } from './screens/loading.tsx';
import { SessionScreen } from './session-screen.tsx';
import { toScreen } from './steps.ts';
import { texts } from './texts/index.ts';
import { useSession } from './use-session.ts';

export function App({ launch }: { launch: Launch | null }) {
  return (
    <AnnouncerProvider>
      {launch ? (
        <LinkedApp launch={launch} />
      ) : (
        <Frame view={null} screen="no_link" onClose={null} isInTrouble={false}>
          <Ended title={texts.ended.missingTitle} text={texts.ended.missingText} />
        </Frame>
      )}
    </AnnouncerProvider>
  );
}

function LinkedApp({ launch }: { launch: Launch }) {
  const api = useMemo(() => createLinkApi(launch.linkToken, window.fetch.bind(window)), [launch]);
  const opener = useMemo(() => findOpener(launch, window), [launch]);
  const session = useSession(api, () => forgetLaunch(window));
  useOpener(opener);
  const { view } = session;
  // Once linked, an expired link token takes nothing away from the person who reads the result.
  const isOver = session.isRefused && view?.state !== 'linked';
  const screen = isOver ? 'expired' : view ? toScreen(view.state) : 'loading';
  const exit = opener ? () => opener.tell({ type: 'exit' }) : null;
  return (
    <Frame view={view} screen={screen} onClose={exit} isInTrouble={session.isInTrouble}>
      {isOver ? (
        <Ended title={texts.ended.expiredTitle} text={endedText(view)} />
      ) : view ? (
        <SessionScreen screen={toScreen(view.state)} {...{ view, api, opener, exit }} run={session.run} />
      ) : (
        <Loading />
      )}
    </Frame>
  );
}

function endedText(view: SessionView | null): string {
  return view ? texts.ended.expiredText(view.organization.name) : texts.ended.expiredTextUnknown;
}

/** Says that the modal runs, and lets Escape close it: keys pressed in a frame don't reach the page around it. */
function useOpener(opener: Opener | null): void {
  useEffect(() => {
    if (!opener) return;
    opener.tell({ type: 'ready' });
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') opener.tell({ type: 'exit' });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [opener]);
}
