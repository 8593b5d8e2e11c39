import { useState } from 'preact/hooks';
import { copyText } from '../copy-text.ts';
import type { LinkApi } from '../link-api.ts';
import { texts } from '../texts/index.ts';
import { useAction } from '../use-action.ts';
import { toOutcome, type Outcome } from '../use-session.ts';
import { ActionButton } from './action-button.tsx';

/** Makes the link and copies it; it is shown only where the browser does not copy. */
export function CopyAdminLink({ api }: { api: LinkApi }) {
  /** Null: it was copied, or none was made. */
  const [shown, setShown] = useState<string | null>(null);
  const words = texts.waiting.admin;
  const copy = async (): Promise<Outcome> => {
    try {
      const link = await api.copyAdminLink();
      setShown((await copyText(link)) ? null : link);
      return 'done';
    } catch (error) {
      return toOutcome(error);
    }
  };
  const copying = useAction(copy);
  return (
    <>
      <div class="actions">
        <ActionButton
          action={copying}
          isSecondary
          label={words.copy}
          busyLabel={words.copying}
          conflictText={words.refused}
        />
      </div>
      <p role="status">{copying.outcome === 'done' && (shown === null ? words.copied : words.copyByHand)}</p>
      {shown !== null && (
        <input
          class="link-to-copy"
          readOnly
          value={shown}
          aria-label={words.link}
          onFocus={(event) => event.currentTarget.select()}
        />
      )}
    </>
  );
}
