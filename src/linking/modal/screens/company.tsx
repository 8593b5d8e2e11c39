import type { SessionView } from '../../session-view.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { ScreenHeading } from '../parts/screen-heading.tsx';
import { texts } from '../texts/index.ts';
import { useAction } from '../use-action.ts';
import type { Outcome } from '../use-session.ts';

interface CompanyProps {
  view: SessionView;
  onChoose: (companyId: string) => Promise<Outcome>;
  /** Gives the access anew: the right company is not among them. */
  onNone: () => Promise<Outcome>;
}

/** The log-in has several companies; one of them is meant. */
export function Company({ view, onChoose, onNone }: CompanyProps) {
  const leaving = useAction(onNone);
  const words = texts.company;
  return (
    <>
      <ScreenHeading title={words.title} lead={words.lead(view.organization.name, view.integration.name)} />
      {view.problem && <ProblemNotice problem={view.problem} />}
      <ul class="companies">
        {view.companies.map((company) => (
          <Choice key={company.id} name={company.name} onChoose={() => onChoose(company.id)} />
        ))}
      </ul>
      <div class="actions">
        <ActionButton action={leaving} isSecondary label={words.none} busyLabel={words.choosing} />
      </div>
    </>
  );
}

function Choice({ name, onChoose }: { name: string; onChoose: () => Promise<Outcome> }) {
  const choice = useAction(onChoose);
  return (
    <li>
      <ActionButton action={choice} label={name} busyLabel={texts.company.choosing} />
    </li>
  );
}
