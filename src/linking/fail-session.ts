import { findLinkedAccount, openIssue, toLinkedAccountReference } from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';
import { DEFAULT_LANGUAGE } from '../lib/language.ts';
import { assertLease, releaseLease, type Lease } from '../queue/leases.ts';
import { appendEvent } from '../webhooks/outbox.ts';
import { LINK_ISSUES } from './link-issues.ts';
import { moveSession, scopeOf, type LinkSession } from './link-sessions-store.ts';
import { describeProblem, type LinkProblemCode } from './problems.ts';
import { dropTriedAccess } from './session-access.ts';

/** Ends the attempt, not the session: a new invitation or another check goes on from here. Tells admin and partner. */
export async function failSession(
  trx: Trx,
  lease: Lease,
  session: LinkSession,
  failure: {
    event: 'acceptance_failed' | 'verification_failed';
    code: LinkProblemCode;
    at: Date;
    /** Shapes and names for the issue. */
    details?: readonly string[];
  },
): Promise<void> {
  await assertLease(trx, lease);
  const scope = scopeOf(session);
  // It opens another employer's records: nothing of it is kept.
  if (failure.code === 'wrong_company') {
    await dropTriedAccess(trx, session, failure.at, { isOtherCompany: true });
  }
  const state = await moveSession(trx, session, failure.event, { at: failure.at, errorCode: failure.code });
  const { message, fix } = describeProblem(failure.code, session.connection_method, DEFAULT_LANGUAGE);
  await openIssue(trx, scope, {
    code: LINK_ISSUES.sessionFailed,
    subject: failure.code,
    description: `${message} ${fix}`,
    details: [...(failure.details ?? [])],
  });
  const account = (await findLinkedAccount(trx, scope.organizationId, scope.linkedAccountId))!;
  await appendEvent(trx, scope, {
    type: 'link_session.failed',
    data: {
      linked_account: toLinkedAccountReference(account),
      link_session: { id: session.id, state, error_code: failure.code, message, fix },
    },
  });
  await releaseLease(trx, lease);
}
