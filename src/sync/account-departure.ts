import type { UpdateObject } from 'kysely';
import type { Schema } from '../db/schema/index.ts';
import type { Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import type { SyncRun } from './sync-run.ts';

/**
 * Keeps on the account what the run has read. An account that was disconnected meanwhile takes nothing any more: the
 * transaction is undone. One that is being disconnected waits for the run's commit.
 * @throws AppError conflict `account_not_linked`
 */
export async function updateReadAccount(
  trx: Trx,
  run: SyncRun,
  change: UpdateObject<Schema, 'linked_accounts'>,
): Promise<void> {
  const updated = await trx
    .updateTable('linked_accounts')
    .set(change)
    .where('organization_id', '=', run.scope.organizationId)
    .where('id', '=', run.scope.linkedAccountId)
    .where('status', '<>', 'IDLE')
    .returning('id')
    .executeTakeFirst();
  if (!updated) throw disconnected();
}

/** The same for a run that keeps nothing there. @throws AppError conflict `account_not_linked` */
export async function assertNotDisconnected(trx: Trx, run: SyncRun): Promise<void> {
  const account = await trx
    .selectFrom('linked_accounts')
    .select('id')
    .where('organization_id', '=', run.scope.organizationId)
    .where('id', '=', run.scope.linkedAccountId)
    .where('status', '<>', 'IDLE')
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!account) throw disconnected();
}

const disconnected = (): AppError =>
  new AppError('conflict', 'account_not_linked', 'The account was disconnected while the run was at work.');
