import { resolveIssues } from '../accounts/index.ts';
import { toDate } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { enqueue } from '../queue/enqueue.ts';
import { applyMailAlert, type MailAlert } from './apply-mail-alert.ts';
import type { LinkingDeps } from './deps.ts';
import { decideMessage, lockUndecidedMessage } from './inbound-messages-store.ts';
import { LINK_ISSUES } from './link-issues.ts';
import type { LinkSessionState } from './link-session-states.ts';
import { jobOf, lockOpenSession, moveSession, scopeOf, type LinkSession } from './link-sessions-store.ts';
import { openMailIssue } from './mail-issues.ts';
import type { MessageShape } from './message-shape.ts';
import { placeInvitation } from './place-invitation.ts';

/** What a message turned out to be. */
export type MailFinding =
  | { kind: 'invitation'; url: string }
  | { kind: 'alert'; alert: MailAlert }
  /** From the source, with a link to a place that we do not know. */
  | { kind: 'link_refused'; looksLikeInvitation: boolean; shape: MessageShape }
  | { kind: 'no_invitation' | 'not_authenticated' | 'malformed' | 'dns_unavailable' };

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
    const message = await lockUndecidedMessage(trx, key);
    if (!message) return;
    if (finding.kind === 'invitation') await takeInvitation(deps, trx, key, session, finding.url);
    else if (finding.kind === 'alert') await applyMailAlert(trx, message, session, finding.alert);
    else if (finding.kind === 'link_refused') await holdUnknownLink(trx, key, session, finding);
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
  await moveSession(trx, session, 'invitation_found', { at: now, errorCode: null });
  await enqueue(trx, 'accept_invitation', jobOf(session));
  if (toDate(session.token_expires_at) < now) await enqueue(trx, 'mail_late_invitation', jobOf(session));
  await resolveIssues(trx, scopeOf(session), LINK_ISSUES.mailHeld);
}

/** Held for a person while an invitation may be in it; to a healthy account it is mail like any other. */
async function holdUnknownLink(
  trx: Trx,
  key: MessageKey,
  session: LinkSession | undefined,
  finding: { looksLikeInvitation: boolean; shape: MessageShape },
): Promise<void> {
  const isAwaited = session
    ? finding.looksLikeInvitation || AWAITING.includes(session.state)
    : !(await isComplete(trx, key));
  if (!isAwaited) return await decideMessage(trx, key, { state: 'discarded', reason: 'link_refused' });
  await decideMessage(trx, key, { state: 'held', reason: 'link_refused', shape: finding.shape });
  const hosts = finding.shape.links.filter(({ isKnown }) => !isKnown).map(({ shape }) => shape);
  await openMailIssue(trx, key.linkedAccountId, {
    code: LINK_ISSUES.mailHeld,
    subject: 'link_refused',
    description: LINK_REFUSED,
    details: [`held message: ${key.messageId}`, ...hosts],
  });
}

async function putAside(
  trx: Trx,
  key: MessageKey,
  reason: 'no_invitation' | 'not_authenticated' | 'malformed' | 'dns_unavailable',
): Promise<void> {
  if (reason !== 'dns_unavailable') return await decideMessage(trx, key, { state: 'discarded', reason });
  await decideMessage(trx, key, { state: 'held', reason });
  await openMailIssue(trx, key.linkedAccountId, {
    code: LINK_ISSUES.mailHeld,
    subject: reason,
    description: DNS_UNAVAILABLE,
  });
}

/** A healthy account needs no further invitation; any other waits for a link session. */
async function putAsideWithoutSession(trx: Trx, key: MessageKey): Promise<void> {
  const isNeeded = !(await isComplete(trx, key));
  await decideMessage(trx, key, { state: isNeeded ? 'held' : 'discarded', reason: 'no_open_session' });
  if (!isNeeded) return;
  await openMailIssue(trx, key.linkedAccountId, {
    code: LINK_ISSUES.mailHeld,
    subject: 'no_open_session',
    description: NO_SESSION,
  });
}

async function isComplete(trx: Trx, key: MessageKey): Promise<boolean> {
  const { status } = await trx
    .selectFrom('linked_accounts')
    .select('status')
    .where('id', '=', key.linkedAccountId)
    .executeTakeFirstOrThrow();
  return status === 'COMPLETE';
}

/** Any mail of the source may be the invitation that is waited for. */
const AWAITING: readonly LinkSessionState[] = ['awaiting_consent', 'awaiting_invitation', 'failed'];

const LINK_REFUSED =
  'A mail from the source carries a link to a place that is not known, perhaps an invitation in a new form. It was not ' +
  'opened and is held: look at it with `muster justworks override show`, then approve its link or discard it.';
const DNS_UNAVAILABLE = 'A mail could not be authenticated because name servers did not answer for a day.';
const NO_SESSION = 'An invitation came while no link session was open. Start one with a new link token.';
