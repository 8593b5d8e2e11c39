import type { MailKind } from '../connectors/contract.ts';
import { toDate } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { HOUR_MS } from '../lib/duration.ts';
import { decideMessage, type InboundMessage } from './inbound-messages-store.ts';
import { MAIL_ALERTS } from './link-issues.ts';
import type { LinkSessionState } from './link-session-states.ts';
import type { LinkSession } from './link-sessions-store.ts';
import { openMailIssue } from './mail-issues.ts';
import { findServiceAccount } from './service-accounts-store.ts';

export type MailAlert = Exclude<MailKind, 'other'>;

/** How long after our own enrolment the source's mail about it may come. */
const OWN_DOING_MS = HOUR_MS;
/** While we accept and try out, we sign in and enrol ourselves. */
const AT_WORK: readonly LinkSessionState[] = [
  'accepting_invitation',
  'verifying_permissions',
  'awaiting_permissions',
];

/** A person is told, once until it is resolved; the mail itself is not kept. */
export async function applyMailAlert(
  trx: Trx,
  message: InboundMessage,
  session: LinkSession | undefined,
  alert: MailAlert,
): Promise<void> {
  const key = { linkedAccountId: message.linked_account_id, messageId: message.id };
  if (await isOurDoing(trx, message, session, alert)) {
    return await decideMessage(trx, key, { state: 'discarded', reason: 'own_doing' });
  }
  await decideMessage(trx, key, { state: 'discarded', reason: alert });
  await openMailIssue(trx, key.linkedAccountId, {
    code: MAIL_ALERTS[alert],
    description: DESCRIPTIONS[alert],
  });
}

/** We never ask for a new password by mail, so a reset is never ours. */
async function isOurDoing(
  trx: Trx,
  message: InboundMessage,
  session: LinkSession | undefined,
  alert: MailAlert,
): Promise<boolean> {
  if (alert === 'password_reset' || alert === 'password_expiring') return false;
  if (session && AT_WORK.includes(session.state)) return true;
  const own = { linkedAccountId: message.linked_account_id, isReplacement: false };
  const confirmedAt = (await findServiceAccount(trx, own))?.authenticator_confirmed_at;
  if (!confirmedAt) return false;
  const sinceMs = toDate(message.received_at).getTime() - toDate(confirmedAt).getTime();
  return sinceMs >= 0 && sinceMs < OWN_DOING_MS;
}

const DESCRIPTIONS: Record<MailAlert, string> = {
  password_reset:
    'The source mailed a password reset for the service account that we did not ask for. Nothing was opened. ' +
    'Ask the employer who wants into the service account; if the password was changed, the account must be linked again.',
  sign_in_alert:
    'The source mailed that somebody signed in to the service account from a new place. ' +
    'It may be this service after a change of its network; if not, ask the employer to remove the service account and link again.',
  authenticator_change:
    'The source mailed that the second factor of the service account was changed, and not by us. ' +
    'Ask the employer who did it; if sign-in fails from now on, the account must be linked again.',
  password_expiring:
    'The source mailed that the password of the service account is about to expire. ' +
    'Look whether it was renewed by itself; if sign-in fails from now on, the account must be linked again.',
};
