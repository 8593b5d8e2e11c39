import { useState } from 'preact/hooks';
import type { EmployerPageView, RecordCheck } from '../../../employer/employer-page-view.ts';
import type { EmployerApi } from '../employer-api.ts';
import type { EmployerTexts } from '../../modal/texts/employer-texts.ts';
import { People } from './people.tsx';
import { Section } from './section.tsx';

interface RecordsProps {
  view: EmployerPageView;
  words: EmployerTexts;
  api: EmployerApi;
}

/** What records lack, with the people where they are known. */
export function Records({ view, words, api }: RecordsProps) {
  const lacking = view.data_quality.filter(({ affected_count }) => affected_count > 0);
  return (
    <Section id="records" title={words.records}>
      <p>{toSummary(view, lacking.length, words)}</p>
      {lacking.length > 0 && (
        <ul class="checks">
          {lacking.map((check) => (
            <Check key={check.check} {...{ check, words, api }} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function toSummary(view: EmployerPageView, lacking: number, words: EmployerTexts): string {
  if (view.data_quality.length === 0) return words.recordsUnread;
  return lacking === 0 ? words.recordsNone : words.recordsLead(view.integration.name);
}

function Check({ check, words, api }: { check: RecordCheck; words: EmployerTexts; api: EmployerApi }) {
  const [isOpen, setOpen] = useState(false);
  const { affected_count: count, total_count: total } = check;
  return (
    <li>
      <span>{words.checks[check.check] ?? check.check}</span>{' '}
      <strong>{total === null ? count : words.countOf(count, total)}</strong>
      {check.names_people && (
        <details class="unfold" onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>
            {words.showPeople}
            <span class="visually-hidden">: {words.checks[check.check] ?? check.check}</span>
          </summary>
          {isOpen && <People check={check.check} {...{ words, api }} />}
        </details>
      )}
    </li>
  );
}
