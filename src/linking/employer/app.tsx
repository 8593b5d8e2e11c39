import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { EmployerPageView } from '../../employer/employer-page-view.ts';
import type { Language } from '../../lib/language.ts';
import { AnnouncerProvider } from '../modal/parts/announcer.tsx';
import { Ended } from '../modal/screens/ended.tsx';
import { Loading } from '../modal/screens/loading.tsx';
import { browserLanguage, useLanguage } from '../modal/use-language.ts';
import { Connection } from './connection.tsx';
import { createEmployerApi, type EmployerApi } from './employer-api.ts';
import { PageFrame } from './page-frame.tsx';
import { ReceiptScreen } from './receipt-screen.tsx';
import { forgetToken } from './link-token.ts';
import { useEmployerPage, type Shown } from './use-employer-page.ts';
import type { EmployerTexts } from '../modal/texts/employer-texts.ts';
import { employerWords } from './words.ts';

export function EmployerApp({ token }: { token: string | null }) {
  return <AnnouncerProvider>{token === null ? <WithoutLink /> : <Page token={token} />}</AnnouncerProvider>;
}

function WithoutLink() {
  const [language, setLanguage] = useState(browserLanguage(navigator));
  const isSpoken = useLanguage(language);
  const words = employerWords(language);
  return (
    <PageFrame view={null} screen="no_link" {...{ language }} isInTrouble={false} onChoose={setLanguage}>
      {isSpoken ? <Ended title={words.noLinkTitle} text={words.noLinkText} /> : <Loading />}
    </PageFrame>
  );
}

function Page({ token }: { token: string }) {
  const api = useMemo(() => createEmployerApi(token, window.fetch.bind(window)), [token]);
  const [chosen, setChosen] = useState<Language | null>(null);
  const page = useEmployerPage(api, chosen, () => forgetToken(window));
  const { shown } = page;
  const view = viewOf(shown);
  const language = chosen ?? view?.language ?? browserLanguage(navigator);
  const isSpoken = useLanguage(language, shown.kind !== 'loading');
  return (
    <PageFrame
      {...{ view, language }}
      screen={isSpoken ? shown.kind : 'loading'}
      isInTrouble={page.isInTrouble}
      onChoose={setChosen}
    >
      {isSpoken ? (
        <Screen {...{ shown, api, chosen }} run={page.run} words={employerWords(language)} />
      ) : (
        <Loading />
      )}
    </PageFrame>
  );
}

/** Whose page it is. */
function viewOf(shown: Shown): EmployerPageView | null {
  if (shown.kind === 'receipt') return shown.former;
  return shown.kind === 'connection' ? shown.view : null;
}

interface ScreenProps {
  shown: Shown;
  api: EmployerApi;
  chosen: Language | null;
  run: ReturnType<typeof useEmployerPage>['run'];
  words: EmployerTexts;
}

function Screen({ shown, api, chosen, run, words }: ScreenProps): ComponentChildren {
  switch (shown.kind) {
    case 'loading':
      return <Loading />;
    case 'ended':
      return <Ended title={words.endedTitle} text={words.endedText} />;
    case 'receipt':
      return <ReceiptScreen receipt={shown.receipt} former={shown.former} words={words} />;
    case 'connection':
      return <Connection view={shown.view} {...{ api, chosen, run, words }} />;
  }
}
