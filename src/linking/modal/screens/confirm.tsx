import type { SessionView } from '../../session-view.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { ScreenHeading } from '../parts/screen-heading.tsx';
import { texts } from '../texts/index.ts';
import { useAction } from '../use-action.ts';
import type { Outcome } from '../use-session.ts';

interface ConfirmProps {
  view: SessionView;
  onConfirm: (companyId: string) => Promise<Outcome>;
  onDecline: (companyId: string) => Promise<Outcome>;
}

/** The last question before anything is read: is it the right company? */
export function Confirm({ view, onConfirm, onDecline }: ConfirmProps) {
  const { company } = view;
  const confirming = useAction(() => onConfirm(company?.id ?? ''));
  const declining = useAction(() => onDecline(company?.id ?? ''));
  const words = texts.confirm;
  if (company === null) return null;
  return (
    <>
      <ScreenHeading title={words.title} lead={words.lead(view.organization.name, view.integration.name)} />
      <p class="company-card">
        <strong>{company.name}</strong>
        {company.people_count !== null && (
          <span>{sizeOf(company.people_count, company.people_counted_in)}</span>
        )}
      </p>
      <div class="actions">
        <ActionButton action={confirming} label={words.yes} busyLabel={words.connecting} />
      </div>
      <div class="actions">
        <ActionButton action={declining} isSecondary label={words.no} busyLabel={words.declining} />
      </div>
      <p class="fine">{company.people_count === null ? words.untilThen : words.untilThenCounted}</p>
    </>
  );
}

function sizeOf(count: number, countedIn: keyof typeof texts.confirm.size | null): string {
  return texts.confirm.size[countedIn ?? 'roster'](count, count.toLocaleString(texts.locale));
}
