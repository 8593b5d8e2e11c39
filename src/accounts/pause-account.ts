import { appendAuditEvent, COMMAND_LINE, type AuditActor } from '../audit/index.ts';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { notFound } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { isUuid } from '../lib/ids.ts';
import type { AccountScope } from './issues.ts';
import { dropSyncRequest } from './sync-requests-store.ts';

/**
 * Nothing is read of the account until it is resumed; what the calendar brings goes on. A run that is at work comes to its end.
 * Safe to repeat: the first time counts.
 * @throws AppError not_found
 */
export async function pauseAccount(
  deps: { db: Db; clock: Clock },
  scope: AccountScope,
  actor: AuditActor = COMMAND_LINE,
): Promise<void> {
  await inTransaction(deps.db, async (trx) => {
    const { paused_at } = await lockAccount(trx, scope);
    if (paused_at === null) {
      await setPause(trx, scope, { paused_at: deps.clock.now() });
      await appendAuditEvent(trx, {
        ...scope,
        actor,
        type: 'PAUSED_LINKED_ACCOUNT',
        description: 'Paused the linked account.',
      });
    }
    // What was to follow the run at work would have nothing to read.
    await dropSyncRequest(trx, scope);
  });
}

/**
 * The account is due at once. Safe to repeat.
 * @throws AppError not_found
 */
export async function resumeAccount(
  deps: { db: Db; clock: Clock },
  scope: AccountScope,
  actor: AuditActor = COMMAND_LINE,
): Promise<void> {
  await inTransaction(deps.db, async (trx) => {
    const { status, paused_at } = await lockAccount(trx, scope);
    if (paused_at === null) return;
    const isReadable = status === 'COMPLETE';
    await setPause(trx, scope, {
      paused_at: null,
      ...(isReadable && { next_sync_at: deps.clock.now() }),
    });
    await appendAuditEvent(trx, {
      ...scope,
      actor,
      type: 'RESUMED_LINKED_ACCOUNT',
      description: 'Resumed the linked account.',
    });
  });
}

async function lockAccount(trx: Trx, scope: AccountScope) {
  if (!isUuid(scope.linkedAccountId)) throw notFound('linked account');
  const account = await trx
    .selectFrom('linked_accounts')
    .select(['status', 'paused_at'])
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!account) throw notFound('linked account');
  return account;
}

async function setPause(
  trx: Trx,
  scope: AccountScope,
  change: { paused_at: Date | null; next_sync_at?: Date },
): Promise<void> {
  await trx
    .updateTable('linked_accounts')
    .set(change)
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .execute();
}
