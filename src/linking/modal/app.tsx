import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Language } from '../../lib/language.ts';
import type { SessionView } from '../session-view.ts';
import { forgetLaunch, keepLaunch, type Launch } from './launch.ts';
import { createLinkApi, type LinkApi } from './link-api.ts';
import { findOpener, type Opener } from './opener.ts';
import { AnnouncerProvider } from './parts/announcer.tsx';
import { Frame } from './parts/frame.tsx';
import { Ended } from './screens/ended.tsx';
import { Loading } from './screens/loading.tsx';
import { SessionScreen } from './session-screen.tsx';
import { toScreen } from './steps.ts';
import { texts } from './texts/index.ts';
import { useEndedLink } from './use-ended-link.ts';
import { browserLanguage, useLanguage } from './use-language.ts';
import { useSession, type Session } from './use-session.ts';

export function App({ launch }: { launch: Launch | null }) {
  const [current, setCurrent] = useState(launch);
  return (
    <AnnouncerProvider>
      {current ? (
        <LinkedApp
          key={current.linkToken}
          launch={current}
          goOnWith={(linkToken) => setCurrent(keepLaunch(window, { ...current, linkToken }))}
        />
      ) : (
        <WithoutLink />
      )}
    </AnnouncerProvider>
  );
}

function WithoutLink() {
  const [language, setLanguage] = useState(browserLanguage(navigator));
  const isSpoken = useLanguage(language);
  return (
    <Frame
      view={null}
      organization={null}
      screen="no_link"
      onClose={null}
      isInTrouble={false}
      {...{ language }}
      onChooseLanguage={setLanguage}
    >
      {isSpoken ? <Ended title={texts.ended.missingTitle} text={texts.ended.missingText} /> : <Loading />}
    </Frame>
  );
}

interface LinkedAppProps {
  launch: Launch;
  /** Another link token takes the place of this one. */
  goOnWith: (linkToken: string) => void;
}

function LinkedApp({ launch, goOnWith }: LinkedAppProps) {
  const api = useMemo(() => createLinkApi(launch.linkToken, window.fetch.bind(window)), [launch]);
  const opener = useMemo(() => findOpener(launch, window), [launch]);
  const session = useSession(api, () => forgetLaunch(window));
  useOpener(opener);
  useRefusal(opener, session.isRefused && session.view === null);
  const { view } = session;
  // Once linked, an expired link token takes nothing away from the person who reads the result.
  const isOver = session.isRefused && view?.state !== 'linked';
  const ended = useEndedLink(api, session.isRefused && view === null);
  const organization = (view ?? ended)?.organization ?? null;
  const screen = isOver ? 'expired' : view ? toScreen(view.state) : 'loading';
  const exit = opener ? () => opener.tell({ type: 'exit' }) : null;
  const { language, isSpoken, choose } = useSessionLanguage(session, api);
  return (
    <Frame
      {...{ view, organization, screen, language }}
      onClose={exit}
      isInTrouble={session.isInTrouble}
      onChooseLanguage={choose}
    >
      {!isSpoken ? (
        <Loading />
      ) : isOver ? (
        <Ended title={texts.ended.expiredTitle} text={endedText(organization)} />
      ) : view ? (
        <SessionScreen
          screen={toScreen(view.state)}
          {...{ view, api, opener, exit, goOnWith }}
          run={session.run}
        />
      ) : (
        <Loading />
      )}
    </Frame>
  );
}

/** The session's language; where there is no session to keep it, the browser's or what is chosen in this page. */
function useSessionLanguage({ view, isRefused, run }: Session, api: LinkApi) {
  const [chosen, setChosen] = useState<Language | null>(null);
  const isKept = view !== null && !isRefused;
  const language = (isKept ? view.language : (chosen ?? view?.language)) ?? browserLanguage(navigator);
  const choose = (wanted: Language): void => {
    setChosen(wanted);
    if (isKept) void run(() => api.chooseLanguage(wanted));
  };
  return { language, isSpoken: useLanguage(language, view !== null || isRefused), choose };
}

function endedText(organization: SessionView['organization'] | null): string {
  return organization ? texts.ended.expiredText(organization.name) : texts.ended.expiredTextUnknown;
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

/** Says that the link was of no use from the start: the partner's page may get a new one. */
function useRefusal(opener: Opener | null, isRefused: boolean): void {
  useEffect(() => {
    if (isRefused) opener?.tell({ type: 'expired' });
  }, [opener, isRefused]);
}
