import { useEffect } from 'preact/hooks';
import type { EmployerPageView } from '../../../employer/employer-page-view.ts';
import { ActionButton } from '../../modal/parts/action-button.tsx';
import { useAnnounce } from '../../modal/parts/announcer.tsx';
import { texts } from '../../modal/texts/index.ts';
import { toMoment } from '../../modal/time-words.ts';
import { useAction } from '../../modal/use-action.ts';
import type { Outcome } from '../../modal/use-session.ts';
import type { EmployerTexts } from '../../modal/texts/employer-texts.ts';
import { Facts } from './facts.tsx';
import { Section } from './section.tsx';

interface StateProps {
  view: EmployerPageView;
  words: EmployerTexts;
  onSync: () => Promise<Outcome>;
}

/** How the connection is, when it was last read, and "Sync now". */
export function State({ view, words, onSync }: StateProps) {
  const sync = useAction(onSync);
  const isReading = view.sync.open_run !== null;
  useSpokenState(view, words);
  const explained = words.explained[view.state](view.integration.name, view.organization.name);
  return (
    <Section id="state" title={words.status}>
      <p>
        <span class={`tag tag-state tag-${view.state}`}>{words.states[view.state]}</span>
      </p>
      {explained !== '' && <p>{explained}</p>}
      <Facts facts={toFacts(view, words)} />
      {view.state === 'connected' && (
        <div class="actions">
          <ActionButton
            action={sync}
            isSecondary
            isBusy={isReading}
            label={words.syncNow}
            busyLabel={isReading ? words.readingNow : words.syncing}
          />
        </div>
      )}
    </Section>
  );
}

type Fact = [name: string, value: string];

function toFacts(view: EmployerPageView, words: EmployerTexts): Fact[] {
  const { sync } = view;
  const { locale } = texts;
  const facts: [name: string, value: string | null][] = [
    [words.linkedSince, toMoment(view.linked_at, locale)],
    [words.pausedSince, toMoment(view.paused_at, locale)],
    [words.disconnectedSince, toMoment(view.disconnected_at, locale)],
    [words.lastRead, toMoment(sync.fresh_as_of, locale) ?? words.neverRead],
    [words.lastResult, toResult(sync.last_run, words)],
    [words.nextRead, toMoment(sync.next_at, locale)],
    [words.people, sync.people?.toLocaleString(locale) ?? null],
  ];
  return facts.filter((fact): fact is Fact => fact[1] !== null);
}

function toResult(run: EmployerPageView['sync']['last_run'], words: EmployerTexts): string | null {
  const result = run && words.results[run.state];
  return result ? `${toMoment(run.finished_at, texts.locale)}: ${result}` : null;
}

/** What changes in place is silent otherwise. */
function useSpokenState({ state, sync: { open_run } }: EmployerPageView, words: EmployerTexts): void {
  const announce = useAnnounce();
  useEffect(() => {
    announce(open_run === null ? words.states[state] : words.readingNow);
  }, [state, open_run === null]);
}
