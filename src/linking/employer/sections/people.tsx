import { useEffect, useState } from 'preact/hooks';
import { ActionButton } from '../../modal/parts/action-button.tsx';
import { useAction } from '../../modal/use-action.ts';
import { toOutcome, type Outcome } from '../../modal/use-session.ts';
import type { EmployerApi, PeoplePage } from '../employer-api.ts';
import type { EmployerTexts } from '../../modal/texts/employer-texts.ts';

interface PeopleProps {
  check: string;
  words: EmployerTexts;
  api: EmployerApi;
}

/** Whom a check is about; asked for when somebody wants to see it. */
export function People({ check, words, api }: PeopleProps) {
  const [people, setPeople] = useState<PeoplePage>({ next: null, results: [] });
  const read = async (): Promise<Outcome> => {
    try {
      const page = await api.people(check, people.next);
      setPeople({ next: page.next, results: [...people.results, ...page.results] });
      return 'done';
    } catch (error) {
      return toOutcome(error);
    }
  };
  const reading = useAction(read);
  useEffect(() => reading.start(), []);
  const isFirst = people.results.length === 0;
  if (isFirst && reading.isRunning) return <p role="status">{words.loadingPeople}</p>;
  if (isFirst && reading.outcome !== 'done') return <p role="alert">{words.peopleFailed}</p>;
  return (
    <div>
      <ul class="plain-list">
        {people.results.map(({ id, name, work_id }) => (
          <li key={id}>
            {name ?? words.unnamedPerson}
            {work_id !== null && <span class="fine"> {work_id}</span>}
          </li>
        ))}
      </ul>
      {people.next !== null && (
        <div class="actions">
          <ActionButton
            action={reading}
            isSecondary
            label={words.morePeople}
            busyLabel={words.loadingPeople}
          />
        </div>
      )}
    </div>
  );
}
