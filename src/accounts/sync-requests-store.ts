import { sql } from 'kysely';
import { ADVISORY_LOCKS } from '../db/advisory-locks.ts';
import type { Trx } from '../db/transaction.ts';
import type { AccountScope } from './issues.ts';

/** What was asked for while a run was at work. */
export interface SyncRequest {
  /** Only news of the source was heard of. */
  isTargeted: boolean;
}

/**
 * Until the transaction's end nobody else asks for a sync of the account, and no run of it ends. The run's own row would do
 * the same, but whoever asks would wait there for all that the run writes. A transaction that writes the account's row
 * locks that first.
 */
export async function lockSyncRequests(trx: Trx, linkedAccountId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${keySql(sql`${linkedAccountId}::text`)})`.execute(trx);
}

/** For a transaction that will ask for several: all in one order, so that no two of them wait for each other. */
export async function lockManySyncRequests(trx: Trx, linkedAccountIds: readonly string[]): Promise<void> {
  const ids = [...linkedAccountIds].sort();
  await sql`
    select pg_advisory_xact_lock(${keySql(sql`id`)})
      from unnest(${ids}::text[]) with ordinality as asked(id, place) order by place`.execute(trx);
}

/** One more reading is to follow the run. The caller has locked the account's requests. */
export async function noteSyncRequest(
  trx: Trx,
  scope: AccountScope,
  syncRunId: string,
  { isTargeted }: SyncRequest,
): Promise<void> {
  await sql`
    insert into sync_requests as known (linked_account_id, sync_run_id, is_targeted)
    select id, ${syncRunId}, ${isTargeted}::boolean from linked_accounts
     where id = ${scope.linkedAccountId} and organization_id = ${scope.organizationId}
    on conflict (linked_account_id) do update
       set sync_run_id = excluded.sync_run_id, asked_at = excluded.asked_at,
           is_targeted = excluded.is_targeted and (known.is_targeted or known.sync_run_id <> excluded.sync_run_id)
     where known.sync_run_id <> excluded.sync_run_id or known.is_targeted and not excluded.is_targeted`.execute(
    trx,
  );
}

/**
 * What was asked for during the run, to be done by the transaction that ends it; whoever asks from now on waits for its
 * commit and then finds the run ended. Comes after all that the transaction writes to the account's row.
 */
export async function takeSyncRequest(
  trx: Trx,
  scope: AccountScope,
  syncRunId: string,
): Promise<SyncRequest | undefined> {
  await lockBehindAccount(trx, scope);
  const taken = await trx
    .deleteFrom('sync_requests')
    .where('linked_account_id', '=', scope.linkedAccountId)
    .returning(['sync_run_id', 'is_targeted'])
    .executeTakeFirst();
  return taken?.sync_run_id === syncRunId ? { isTargeted: taken.is_targeted } : undefined;
}

/** What was asked for is not wanted any more. */
export async function dropSyncRequest(trx: Trx, scope: AccountScope): Promise<void> {
  await trx.deleteFrom('sync_requests').where('linked_account_id', '=', scope.linkedAccountId).execute();
}

/**
 * Whoever holds the account's row and asks for a sync is let through first: the row is locked before its requests are. Rows that
 * refer to it wait for nobody afterwards.
 */
async function lockBehindAccount(trx: Trx, scope: AccountScope): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(${keySql(sql`held.id::text`)})
      from (select id from linked_accounts
             where organization_id = ${scope.organizationId} and id = ${scope.linkedAccountId} for key share) held`.execute(
    trx,
  );
}

const keySql = (id: ReturnType<typeof sql>) => sql`hashtextextended(${id}, ${ADVISORY_LOCKS.syncRequests})`;
