import { sql } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import { apiTimestamp } from '../db/timestamps.ts';
import type { Trx } from '../db/transaction.ts';
import type { SyncRun } from './sync-run.ts';

/** How a check came out when it was last made. */
export interface CheckCount {
  check: string;
  affected_count: number;
  total_count: number | null;
  affected_since: string | null;
  measured_at: string;
}

/** @param counts.total null: nobody counts those that the check is about */
export async function storeCheck(
  trx: Trx,
  run: SyncRun,
  check: string,
  counts: { affected: number; total: number | null },
): Promise<void> {
  await sql`
    insert into data_quality_counts (linked_account_id, check_name, affected_count, total_count, affected_since,
                                     measured_at, sync_run_id)
    values (${run.scope.linkedAccountId}, ${check}, ${counts.affected}, ${counts.total},
            case when ${counts.affected}::integer > 0 then now() end, now(), ${run.id})
    on conflict (linked_account_id, check_name) do update
       set affected_count = excluded.affected_count, total_count = excluded.total_count,
           affected_since = case when excluded.affected_count > 0
                                 then coalesce(data_quality_counts.affected_since, excluded.affected_since) end,
           measured_at = excluded.measured_at, sync_run_id = excluded.sync_run_id`.execute(trx);
}

export async function listChecksOf(db: Db, scope: AccountScope): Promise<CheckCount[]> {
  const { rows } = await sql<CheckCount>`
    select made.check_name as check, made.affected_count, made.total_count,
           ${apiTimestamp('made.affected_since')} as affected_since, ${apiTimestamp('made.measured_at')} as measured_at
      from data_quality_counts made join linked_accounts account on account.id = made.linked_account_id
     where account.organization_id = ${scope.organizationId} and account.id = ${scope.linkedAccountId}`.execute(
    db,
  );
  return rows;
}
