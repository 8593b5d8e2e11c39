import { appendAuditEvent, type AuditActor } from '../audit/index.ts';
import { toDate } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import { addMs, DAY_MS } from '../lib/duration.ts';
import { enqueue } from '../queue/enqueue.ts';
import { canBeGivenOn, countLinksLeft } from './admin-link-allowance.ts';
import { insertAdminLink, RECIPIENT_FIELD, type AdminLinkChannel } from './admin-links-store.ts';
import type { LinkingDeps } from './deps.ts';
import { issueServiceEmail, mailDeadline } from './issue-service-email.ts';
import {
  lockLinkSession,
  scopeOf,
  updateSession,
  type LinkSession,
  type LinkSessionKey,
} from './link-sessions-store.ts';
import { writeMagicLink } from './magic-link.ts';

/** As long as a magic link of the partner may live. */
const LIFE_MS = 7 * DAY_MS;

type Deps = Pick<LinkingDeps, 'db' | 'clock' | 'vault' | 'config' | 'secrets' | 'mailer'>;

export interface AdminLinkRecipient {
  name: string;
  email: string;
}

/**
 * A magic link of the same session for somebody else to go on with. All links that are given on end together, seven days
 * after the first: a link can't be kept alive by passing it on. The tokens that are out already stay good.
 * @throws AppError not_found, conflict `admin_link_hidden`, rate_limited `admin_links_spent`
 */
export async function copyAdminLink(
  deps: Deps,
  input: LinkSessionKey & { actor: AuditActor },
): Promise<{ magicLinkUrl: string; expiresAt: Date }> {
  const expiresAt = await inTransaction(deps.db, async (trx) => {
    const session = await lockShareable(trx, input, 'copy');
    await insertAdminLink(trx, session, { channel: 'copy', sealedRecipient: null, at: deps.clock.now() });
    return await prolong(deps, trx, session, input.actor);
  });
  return { magicLinkUrl: await writeMagicLink(deps, input, expiresAt), expiresAt };
}

/**
 * The same, mailed by us. Name and address are sealed until the mail is sent, and forgotten then.
 * @throws AppError as copyAdminLink; conflict `mail_not_configured`
 */
export async function mailAdminLink(
  deps: Deps,
  input: LinkSessionKey & { recipient: AdminLinkRecipient; actor: AuditActor },
): Promise<void> {
  if (deps.mailer.isConfigured === false) throw noMail();
  await inTransaction(deps.db, async (trx) => {
    const session = await lockShareable(trx, input, 'mail');
    const { linkedAccountId } = scopeOf(session);
    const recipient = JSON.stringify(input.recipient);
    const sealedRecipient = await deps.vault.seal(trx, { linkedAccountId }, RECIPIENT_FIELD, recipient);
    const link = { channel: 'mail', sealedRecipient, at: deps.clock.now() } as const;
    const adminLinkId = await insertAdminLink(trx, session, link);
    await prolong(deps, trx, session, input.actor);
    await enqueue(trx, 'send_admin_link', { linkedAccountId, adminLinkId });
  });
}

async function lockShareable(trx: Trx, key: LinkSessionKey, channel: AdminLinkChannel): Promise<LinkSession> {
  const session = await lockLinkSession(trx, key);
  if (!canBeGivenOn(session)) throw hidden();
  if ((await countLinksLeft(trx, session, channel)) === 0) throw spent();
  return session;
}

/** The session, and the address that its invitation goes to, last as long as the link. */
async function prolong(deps: Deps, trx: Trx, session: LinkSession, actor: AuditActor): Promise<Date> {
  const now = deps.clock.now();
  const former = session.admin_links_end_at;
  const endsAt = former === null ? addMs(now, LIFE_MS) : toDate(former);
  if (endsAt <= now) throw spent();
  const last = toDate(session.token_expires_at);
  const tokenExpiresAt = last > endsAt ? last : endsAt;
  await updateSession(trx, session, { admin_links_end_at: endsAt, token_expires_at: tokenExpiresAt });
  await issueServiceEmail(trx, session.linked_account_id, {
    now,
    acceptsMailUntil: mailDeadline(tokenExpiresAt, deps.config.linking.lateInvitationDays),
  });
  await appendAuditEvent(trx, {
    ...scopeOf(session),
    actor,
    type: 'GENERATED_MAGIC_LINK',
    description: `Gave the link session ${session.id} on by a magic link.`,
  });
  return endsAt;
}

function hidden(): AppError {
  return new AppError(
    'conflict',
    'admin_link_hidden',
    'This link session can’t be given on: it has ended, or its link token says so.',
  );
}

function spent(): AppError {
  return new AppError(
    'rate_limited',
    'admin_links_spent',
    'This link session was given on as often as it may be. Ask for a new link.',
    { retryAfterSeconds: DAY_MS / 1000 },
  );
}

function noMail(): AppError {
  return new AppError(
    'conflict',
    'mail_not_configured',
    'This service sends no mail. Copy the link instead.',
  );
}
