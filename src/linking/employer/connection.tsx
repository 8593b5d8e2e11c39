import type { EmployerPageView } from '../../employer/employer-page-view.ts';
import type { Language } from '../../lib/language.ts';
import { ScreenHeading } from '../modal/parts/screen-heading.tsx';
import type { EmployerApi } from './employer-api.ts';
import { Control } from './sections/control.tsx';
import { Erasure } from './sections/erasure.tsx';
import { Permissions } from './sections/permissions.tsx';
import { Records } from './sections/records.tsx';
import { Scopes } from './sections/scopes.tsx';
import { State } from './sections/state.tsx';
import { ToRemove } from './sections/to-remove.tsx';
import type { EmployerPage } from './use-employer-page.ts';
import type { EmployerTexts } from '../modal/texts/employer-texts.ts';

interface ConnectionProps {
  view: EmployerPageView;
  api: EmployerApi;
  /** What the person switched to. */
  chosen: Language | null;
  run: EmployerPage['run'];
  words: EmployerTexts;
}

/** One section for each thing that an employer asks or does. */
export function Connection({ view, api, chosen, run, words }: ConnectionProps) {
  const source = view.integration.name;
  const isLinked = view.state !== 'disconnected' && view.state !== 'not_linked';
  const change = (what: 'pause' | 'resume' | 'disconnect') =>
    run(async () => ({ kind: 'connection', view: await api.change(what, chosen) }));
  const sync = () =>
    run(async () => {
      await api.sync();
      return { kind: 'connection', view: await api.view(chosen) };
    });
  const erase = (companyName: string) =>
    run(async () => ({ kind: 'receipt', receipt: await api.erase(companyName), former: view }));
  return (
    <>
      <ScreenHeading
        title={view.company_name === null ? words.title(source) : words.titleOf(source, view.company_name)}
        lead={words.lead(view.organization.name)}
      />
      {view.state === 'disconnected' && <ToRemove {...{ view, words }} />}
      <State {...{ view, words }} onSync={sync} />
      {isLinked && <Permissions {...{ view, words }} />}
      <Scopes {...{ view, words }} />
      {isLinked && <Records {...{ view, words, api }} />}
      {isLinked && <Control {...{ view, words }} onChange={change} />}
      <Erasure {...{ view, words }} onErase={erase} />
    </>
  );
}
