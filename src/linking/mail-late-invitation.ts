import { openIssue } from '../accounts/index.ts';
import { addMs, DAY_MS } from '../lib/duration.ts';
import type { Language } from '../lib/language.ts';
import type { LinkingDeps } from './deps.ts';
import { LINK_ISSUES } from './link-issues.ts';
import { findSessionOfAccount, keyOf, scopeOf, type LinkSession } from './link-sessions-store.ts';
import { writeMagicLink } from './magic-link.ts';
import { readSessionAccount } from './session-account.ts';
import { languageOf } from './session-language.ts';
import { wordsOf } from './words/index.ts';
import type { LinkSessionJob } from './work-on-session.ts';

const LINK_LIFE_MS = 7 * DAY_MS;

type Deps = Pick<LinkingDeps, 'db' | 'clock' | 'mailer' | 'config' | 'secrets' | 'connectors'>;

/**
 * The invitation came after the admin's link had ended: a new link goes to the address that the partner gave. Without
 * one, the partner is told by an issue. A crash behind the sending sends it twice, which harms nobody.
 */
export async function mailLateInvitation(deps: Deps, job: LinkSessionJob): Promise<void> {
  const session = await findSessionOfAccount(deps.db, job);
  if (!session || session.state === 'expired') return;
  const account = await readSessionAccount(deps.db, session);
  if (account.end_user_email_address === null) return await tellPartner(deps, session);
  const expiresAt = addMs(deps.clock.now(), LINK_LIFE_MS);
  await extendSession(deps, session, expiresAt);
  await deps.mailer.send({
    to: account.end_user_email_address,
    ...writeMail({
      partner: account.organization_name,
      integration: deps.connectors.get(account.integration).name,
      language: languageOf(session, account),
      url: await writeMagicLink(deps, keyOf(session), expiresAt),
    }),
  });
}

function writeMail(names: { partner: string; integration: string; language: Language; url: string }): {
  subject: string;
  text: string;
} {
  const { partner, integration } = names;
  const words = wordsOf(names.language).lateInvitation;
  return {
    subject: words.subject(partner, integration),
    text: [words.arrived(partner, integration), words.goOn, names.url, words.ignore].join('\n\n'),
  };
}

async function extendSession(deps: Deps, session: LinkSession, expiresAt: Date): Promise<void> {
  await deps.db
    .updateTable('link_sessions')
    .set({ token_expires_at: expiresAt })
    .where('organization_id', '=', session.organization_id)
    .where('id', '=', session.id)
    .where('token_expires_at', '<', expiresAt.toISOString())
    .execute();
}

async function tellPartner(deps: Deps, session: LinkSession): Promise<void> {
  await openIssue(deps.db, scopeOf(session), {
    code: LINK_ISSUES.lateInvitationUnmailed,
    description:
      'An invitation came after the link had ended, and no e-mail address is known. Send the admin a new link.',
  });
}
