import type { SessionView } from '../../session-view.ts';
import type { LinkApi } from '../link-api.ts';
import { texts } from '../texts/index.ts';
import { useAction } from '../use-action.ts';
import { toOutcome, type Outcome } from '../use-session.ts';
import { ActionButton } from './action-button.tsx';
import { Icon } from './icons.tsx';

interface ReplaceAccountProps {
  view: SessionView;
  api: LinkApi;
  /** Another link token takes the place of this page's. */
  goOnWith: (linkToken: string) => void;
}

/** A new address under the same connection, where there is a user that could be replaced. */
export function ReplaceAccount({ view, api, goOnWith }: ReplaceAccountProps) {
  const words = texts.waiting.replace;
  const replace = async (): Promise<Outcome> => {
    try {
      goOnWith(await api.replaceServiceAccount());
      return 'done';
    } catch (error) {
      return toOutcome(error);
    }
  };
  const replacing = useAction(replace);
  if (!view.can_replace_service_account) return null;
  return (
    <details class="unfold">
      <summary>{words.title(view.integration.name)}</summary>
      <p>{words.lead(view.organization.name)}</p>
      <div class="actions">
        <ActionButton
          action={replacing}
          isSecondary
          label={words.start}
          busyLabel={words.starting}
          conflictText={words.refused}
        />
      </div>
    </details>
  );
}

/** Names the user that is being replaced: to be left alone first, and to be removed in the end. */
export function ReplacedUser({ view }: { view: SessionView }) {
  const email = view.replaced_service_email;
  if (email === null) return null;
  const words = texts.waiting.replace;
  return (
    <p class="notice breakable">
      <Icon name="person" />
      <span>{view.state === 'linked' ? words.done(email, view.integration.name) : words.pending(email)}</span>
    </p>
  );
}
