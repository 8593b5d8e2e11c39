import { useState } from 'preact/hooks';
import type { SessionView } from '../../session-view.ts';
import type { LinkApi } from '../link-api.ts';
import { submitBy } from '../submit-by.ts';
import { texts } from '../texts/index.ts';
import { useAction } from '../use-action.ts';
import type { Session } from '../use-session.ts';
import { ActionButton } from './action-button.tsx';
import { CopyAdminLink } from './copy-admin-link.tsx';
import { TextInput } from './text-input.tsx';

interface SendToAdminProps {
  view: SessionView;
  api: LinkApi;
  run: Session['run'];
}

/** For whoever has not the rights at the source: somebody else goes on, in the same session. */
export function SendToAdmin({ view, api, run }: SendToAdminProps) {
  if (view.admin_link === null) return null;
  const { mails_left, copies_left } = view.admin_link;
  if (mails_left === 0 && copies_left === 0) return null;
  const words = texts.waiting.admin;
  return (
    <details class="unfold">
      <summary>{words.title}</summary>
      <p>{words.lead(view.integration.name)}</p>
      {mails_left > 0 ? (
        <MailForm {...{ api, run }} mailsLeft={mails_left} />
      ) : (
        <p class="fine">{words.noneLeft}</p>
      )}
      {copies_left > 0 && <CopyAdminLink api={api} />}
    </details>
  );
}

function MailForm({ api, run, mailsLeft }: Omit<SendToAdminProps, 'view'> & { mailsLeft: number }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const words = texts.waiting.admin;
  const sending = useAction(async () => {
    const outcome = await run(() => api.mailAdminLink({ name: name.trim(), email: email.trim() }));
    if (outcome === 'done') setEmail('');
    return outcome;
  });
  return (
    <form class="log-in" onSubmit={submitBy(() => sending.start())}>
      <TextInput
        id="admin_name"
        label={words.name}
        value={name}
        onInput={setName}
        type="text"
        autoComplete="off"
      />
      <TextInput
        id="admin_email"
        label={words.email}
        value={email}
        onInput={setEmail}
        type="text"
        autoComplete="off"
      />
      <div class="actions">
        <ActionButton
          action={sending}
          isSubmit
          isSecondary
          label={words.send}
          busyLabel={words.sending}
          unusableText={words.unusable}
          conflictText={words.refused}
        />
      </div>
      <p role="status">{sending.outcome === 'done' && words.sent}</p>
      <p class="fine">{words.left(mailsLeft)}</p>
    </form>
  );
}
