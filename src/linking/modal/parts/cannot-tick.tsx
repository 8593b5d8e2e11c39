import type { SessionView } from '../../session-view.ts';
import { texts } from '../texts/index.ts';
import { FormFields } from './form-fields.tsx';

/** A user that was added without admin access has no permissions to tick: the way out is to add it anew. */
export function CannotTick({ view }: { view: SessionView }) {
  const words = texts.permissions;
  return (
    <details class="unfold">
      <summary>{words.cannotTick}</summary>
      <p>{words.cannotTickText(view.integration.name)}</p>
      <FormFields fields={view.service_account.form} email={view.service_account.email} />
    </details>
  );
}
