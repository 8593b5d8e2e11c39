import { openIssue, resolveIssues } from '../accounts/index.ts';
import { toDate } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { LinkingDeps } from './deps.ts';
import { decideMessage, lockUndecidedMessage } from './inbound-messages-store.ts';
import { LINK_ISSUES } from './link-issues.ts';
import { lockOpenSession, moveSession, scopeOf, type LinkSession } from './link-sessions-store.ts';
import { placeInvitation } from './place-invitation.ts';

/** What a message turned out to be. */
export type MailFinding =
  | { kind: 'invitation'; url: string }
  | { kind: 'no_invitation' | 'not_authenticated' | 'malformed' | 'link_refused' | 'dns_unavailable' };

type Deps = Pick<LinkingDeps, 'db' | 'vault' | 'clock' | 'config'>;
interface MessageKey {
  linkedAccountId: string;
  messageId: string;
}

/**
 * Decides about the message and does what follows from it, in one transaction that holds the session and the message:
 * a second job for the same message finds it decided.
 */
export async function applyFinding(deps: Deps, key: MessageKey, finding: MailFinding): Promise<void> {
  await inTransaction(deps.db, async (trx) => {
    // The session first, as everywhere: two transactions that lock in one order can't wait for each other.
    const session = await lockOpenSession(trx, key.linkedAccountId);
    if (!(await lockUndecidedMessage(trx, key))) return;
    if (finding.kind === 'invitation') await takeInvitation(deps, trx, key, session, finding.url);
    else await putAside(trx, key, finding.kind);
  });
}

async function takeInvitation(
  deps: Deps,
  trx: Trx,
  key: MessageKey,
  session: LinkSession | undefined,
  url: string,
): Promise<void> {
  if (!session) return await putAsideWithoutSession(trx, key);
  const placed = await placeInvitation(deps, trx, session, url);
  if (placed === 'awaiting_consent') {
    return await decideMessage(trx, key, { state: 'held', reason: 'awaiting_consent' });
  }
  if (placed === 'already_accepted') {
    return await decideMessage(trx, key, { state: 'discarded', reason: 'already_accepted' });
  }
  await decideMessage(trx, key, { state: 'accepted', reason: null });
  await acceptNext(deps, trx, session);
}

/** The session goes on by itself; an admin whose link has ended meanwhile gets a new one by mail. */
async function acceptNext(deps: Deps, trx: Trx, session: LinkSession): Promise<void> {
  const now = deps.clock.now();
  const job = { linkedAccountId: session.linked_account_id, linkSessionId: session.id };
  await moveSession(trx, session, 'invitation_found', { at: now, errorCode: null });
  await enqueue(trx, 'accept_invitation', job);
  if (toDate(session.token_expires_at) < now) await enqueue(trx, 'mail_late_invitation', job);
  await resolveIssues(trx, scopeOf(session), LINK_ISSUES.mailHeld);
}

async function putAside(
  trx: Trx,
  key: MessageKey,
  reason: Exclude<MailFinding['kind'], 'invitation'>,
): Promise<void> {
  const description = ISSUES[reason];
  await decideMessage(trx, key, { state: description === undefined ? 'discarded' : 'held', reason });
  if (description !== undefined) await openMailIssue(trx, key, reason, description);
}

/** A healthy account needs no further invitation; any other waits for a link session. */
async function putAsideWithoutSession(trx: Trx, key: MessageKey): Promise<void> {
  const { status } = await trx
    .selectFrom('linked_accounts')
    .select('status')
    .where('id', '=', key.linkedAccountId)
    .executeTakeFirstOrThrow();
  const isNeeded = status !== 'COMPLETE';
  await decideMessage(trx, key, { state: isNeeded ? 'held' : 'discarded', reason: 'no_open_session' });
  if (isNeeded) await openMailIssue(trx, key, 'no_open_session', NO_SESSION);
}

/** What a person must look at; the others are what any address gets. */
const ISSUES: Partial<Record<MailFinding['kind'], string>> = {
  link_refused:
    'A mail from the source carries an invitation link that does not lead to one of its known hosts. It was not opened.',
  dns_unavailable: 'A mail could not be authenticated because name servers did not answer for a day.',
};
const NO_SESSION = 'An invitation came while no link session was open. Start one with a new link token.';

async function openMailIssue(trx: Trx, key: MessageKey, subject: string, description: string): Promise<void> {
  const account = await trx
    .selectFrom('linked_accounts')
    .select('organization_id')
    .where('id', '=', key.linkedAccountId)
    .executeTakeFirstOrThrow();
  const scope = { organizationId: account.organization_id, linkedAccountId: key.linkedAccountId };
  await openIssue(trx, scope, { code: LINK_ISSUES.mailHeld, subject, description });
}
