import { toDate } from '../db/client.ts';
import type { Language } from '../lib/language.ts';
import { findUnsentMail, markMailSent, RECIPIENT_FIELD } from './admin-links-store.ts';
import type { LinkingDeps } from './deps.ts';
import type { AdminLinkRecipient } from './give-admin-link.ts';
import { isFinal } from './link-session-states.ts';
import { findSessionOfAccount, keyOf, type LinkSession } from './link-sessions-store.ts';
import { writeMagicLink } from './magic-link.ts';
import { readSessionAccount } from './session-account.ts';
import { languageOf } from './session-language.ts';
import { wordsOf } from './words/index.ts';

type Deps = Pick<LinkingDeps, 'db' | 'clock' | 'vault' | 'mailer' | 'config' | 'secrets' | 'connectors'>;

/**
 * Sends a link that was given on by mail; the relay's refusal is tried again by the queue. A crash behind the sending
 * sends it twice, which harms nobody. A session that is over meanwhile is told to nobody.
 */
export async function sendAdminLink(
  deps: Deps,
  job: { linkedAccountId: string; adminLinkId: string },
): Promise<void> {
  const mail = await findUnsentMail(deps.db, job);
  if (!mail) return;
  const session = await findSessionOfAccount(deps.db, { ...job, linkSessionId: mail.linkSessionId });
  if (session && !isFinal(session.state)) {
    await send(deps, session, await unsealRecipient(deps, job, mail.sealedRecipient));
  }
  await markMailSent(deps.db, job, deps.clock.now());
}

async function unsealRecipient(
  { db, vault }: Deps,
  { linkedAccountId }: { linkedAccountId: string },
  sealed: Buffer,
): Promise<AdminLinkRecipient> {
  const plain = await vault.unseal(db, { linkedAccountId }, RECIPIENT_FIELD, sealed);
  return JSON.parse(plain.toString('utf8')) as AdminLinkRecipient;
}

async function send(deps: Deps, session: LinkSession, recipient: AdminLinkRecipient): Promise<void> {
  // The partner's next link token begins a new count; until then both are one time.
  const endsAt = toDate(session.admin_links_end_at ?? session.token_expires_at);
  const account = await readSessionAccount(deps.db, session);
  const language = languageOf(session, account);
  const words = wordsOf(language).adminLink;
  const source = deps.connectors.get(account.integration).name;
  const url = await writeMagicLink(deps, keyOf(session), endsAt);
  await deps.mailer.send({
    to: recipient.email,
    subject: words.subject(source, account.organization_name),
    text: [
      words.greeting(recipient.name),
      words.why(source, account.organization_name, account.end_user_organization_name),
      words.goOn(toDay(endsAt, language)),
      url,
      words.ignore,
    ].join('\n\n'),
    isAutomatic: true,
  });
}

function toDay(at: Date, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(at);
}
