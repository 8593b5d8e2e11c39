import { appendAuditEvent, COMMAND_LINE, linkOf, type AuditActor } from '../audit/index.ts';
import {
  dropLogInOfAccount,
  getLinkedAccount,
  retireGrant,
  toLinkedAccountReference,
  type AccountScope,
  type LinkedAccount,
} from '../accounts/index.ts';
import { endEmployerLinks } from '../auth/index.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { appendEvent } from '../webhooks/outbox.ts';
import type { LinkingDeps } from './deps.ts';
import { lockOpenSession, moveSession } from './link-sessions-store.ts';
import { dropServiceAccounts } from './service-accounts-store.ts';
import { endReplacedLocalPart } from './service-emails-store.ts';
import { dropTriedAccess } from './session-access.ts';

const DETAIL = 'disconnected';

/**
 * Nothing is read any more from this moment: our secrets are forgotten, a consent is ended at the source, an open link
 * session is closed. What was read stays and is served; a new link token links the same account again. Safe to repeat.
 * @throws AppError not_found
 */
export async function disconnectAccount(
  deps: Pick<LinkingDeps, 'db' | 'clock'>,
  scope: AccountScope,
  actor: AuditActor = COMMAND_LINE,
): Promise<{ id: string; status: LinkedAccount['status']; statusDetail: string | null }> {
  return await inTransaction(deps.db, async (trx) => {
    const known = await getLinkedAccount(trx, scope.organizationId, scope.linkedAccountId);
    await closeSession(trx, known.id, deps.clock.now());
    await dropAccess(trx, scope, deps.clock.now());
    // Who disconnects on the employer's own page reads there which user to remove.
    await endEmployerLinks(trx, scope, { at: deps.clock.now(), keptId: linkOf(actor) });
    if (await leave(trx, scope, deps.clock.now())) {
      const linked_account = toLinkedAccountReference(known);
      await appendEvent(trx, scope, {
        type: 'linked_account.disconnected',
        data: { linked_account, reason: DETAIL },
      });
    }
    await appendAuditEvent(trx, {
      ...scope,
      actor,
      type: 'DISCONNECTED_LINKED_ACCOUNT',
      description: 'Disconnected the linked account.',
    });
    const account = await getLinkedAccount(trx, scope.organizationId, scope.linkedAccountId);
    return { id: account.id, status: account.status, statusDetail: account.status_detail };
  });
}

async function closeSession(trx: Trx, linkedAccountId: string, now: Date): Promise<void> {
  const session = await lockOpenSession(trx, linkedAccountId);
  if (!session) return;
  await dropTriedAccess(trx, session, now, { isOtherCompany: true });
  await moveSession(trx, session, 'closed', { at: now, errorCode: session.last_error_code });
}

async function dropAccess(trx: Trx, scope: AccountScope, now: Date): Promise<void> {
  await dropServiceAccounts(trx, scope.linkedAccountId);
  await endReplacedLocalPart(trx, scope.linkedAccountId, now);
  await dropLogInOfAccount(trx, scope);
  await retireGrant(trx, scope, null, now);
}

/** True when it was linked: an account that never was keeps its status. */
async function leave(trx: Trx, scope: AccountScope, now: Date): Promise<boolean> {
  const left = await trx
    .updateTable('linked_accounts')
    .set({ status: 'IDLE', status_detail: DETAIL, next_sync_at: null, disconnected_at: now })
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .where('status', 'in', ['COMPLETE', 'RELINK_NEEDED'])
    .returning('id')
    .executeTakeFirst();
  return left !== undefined;
}
