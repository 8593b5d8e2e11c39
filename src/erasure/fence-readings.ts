import { sql } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';
import { enqueue } from '../queue/enqueue.ts';
import { lockCalendar } from '../sync/lock-calendar.ts';

/** Waits for whatever writes the account's people, as a run does: its row first. */
export async function lockReadings(trx: Trx, { linkedAccountId }: AccountScope): Promise<void> {
  await sql`
    select from sync_runs where linked_account_id = ${linkedAccountId} and state in ('queued', 'running', 'held')
     order by id for update`.execute(trx);
  await lockCalendar(trx, linkedAccountId);
}

/**
 * What was read before holds the person too: it is forgotten. A run at work loses its lease and begins anew, and the next
 * reading is compared with nothing. Nobody is told of what is read the same.
 */
export async function forgetReadings(
  trx: Trx,
  { organizationId, linkedAccountId }: AccountScope,
): Promise<void> {
  for (const table of ['stage_bases', 'sync_stage_contents', 'sync_stage']) {
    await sql`delete from ${sql.table(table)} where linked_account_id = ${linkedAccountId}`.execute(trx);
  }
  await sql`
    update linked_accounts set source_hash = null, source_rows_digest = null
     where organization_id = ${organizationId} and id = ${linkedAccountId}`.execute(trx);
  const { rows } = await sql<{ id: string }>`
    update sync_runs set lease_token = lease_token + 1, lease_until = null, staged_at = null,
           attempt_count = greatest(attempt_count - 1, 0)
     where linked_account_id = ${linkedAccountId} and state = 'running' returning id`.execute(trx);
  for (const { id } of rows) await enqueue(trx, 'run_sync', { linkedAccountId, syncRunId: id });
}
