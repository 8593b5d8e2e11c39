import type { Db } from '../db/client.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import { canBeGivenOn, countLinksLeft } from './admin-link-allowance.ts';
import type { LinkingDeps } from './deps.ts';
import { scopeOf, type LinkSession } from './link-sessions-store.ts';
import { listMailNotices, type MailNotice } from './mail-notices.ts';
import { toServiceEmail } from './service-email.ts';
import { worksByServiceAccount } from './works-by-service-account.ts';

/** What a session says of its waiting, and the ways out of it. */
export interface WaitingView {
  /** When a step that the source did not answer is tried again, by itself; null while nothing waits for the source. */
  retry_at: string | null;
  /** Mail that came since the session waits, and was no invitation that could be used; newest first. */
  mail_notices: MailNotice[];
  /** How the session may be given on to an administrator; null: not at all. */
  admin_link: { copies_left: number; mails_left: number } | null;
  /** The address whose user is being replaced, or was replaced in this session. */
  replaced_service_email: string | null;
  can_replace_service_account: boolean;
}

export async function viewWaiting(
  deps: Pick<LinkingDeps, 'db' | 'config' | 'mailer'>,
  session: LinkSession,
): Promise<WaitingView> {
  return {
    retry_at: session.retry_at && toApiTimestamp(session.retry_at),
    mail_notices: await listMailNotices(deps.db, session),
    admin_link: await viewAdminLink(deps, session),
    replaced_service_email: await findReplacedEmail(deps, session),
    can_replace_service_account: await canReplace(deps.db, session),
  };
}

async function viewAdminLink(
  { db, mailer }: Pick<LinkingDeps, 'db' | 'mailer'>,
  session: LinkSession,
): Promise<WaitingView['admin_link']> {
  if (!canBeGivenOn(session)) return null;
  const isMailConfigured = mailer.isConfigured !== false;
  return {
    copies_left: await countLinksLeft(db, session, 'copy'),
    mails_left: isMailConfigured ? await countLinksLeft(db, session, 'mail') : 0,
  };
}

async function findReplacedEmail(
  { db, config }: Pick<LinkingDeps, 'db' | 'config'>,
  session: LinkSession,
): Promise<string | null> {
  if (!session.is_replacement) return null;
  const email = await db
    .selectFrom('service_emails')
    .select('replaced_local_part')
    .where('linked_account_id', '=', session.linked_account_id)
    .executeTakeFirst();
  return email?.replaced_local_part
    ? toServiceEmail(email.replaced_local_part, config.linking.mailDomain)
    : null;
}

const REPLACEABLE_IN: readonly LinkSession['state'][] = [
  'awaiting_consent',
  'awaiting_invitation',
  'awaiting_permissions',
  'failed',
  'linked',
];

/** In a relink, and behind one: there is a service account that works for the account. */
async function canReplace(db: Db, session: LinkSession): Promise<boolean> {
  if (session.is_replacement || session.connection_method !== 'service_account') return false;
  if (!REPLACEABLE_IN.includes(session.state)) return false;
  return await worksByServiceAccount(db, scopeOf(session));
}
