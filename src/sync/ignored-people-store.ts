import { sql } from 'kysely';
import type { Sealer } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { IGNORED } from './ignored-signals.ts';
import { IgnoredFilter, type IgnoredPerson } from './pass-over-ignored.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/** What keeps the account's ignored people out of a reading. */
export async function openIgnoredFilter(
  db: Db,
  linkedAccountId: string,
  sealer: Sealer,
): Promise<IgnoredFilter> {
  return new IgnoredFilter(await listIgnoredPeople(db, linkedAccountId), sealer);
}

async function listIgnoredPeople(db: Db, linkedAccountId: string): Promise<IgnoredPerson[]> {
  const rows = await db
    .selectFrom('ignored_people')
    .select(['employee_id', 'is_for_good', 'signals', 'spellings'])
    .where('linked_account_id', '=', linkedAccountId)
    .execute();
  return rows.map(({ employee_id, is_for_good, signals, spellings }) => ({
    employeeId: employee_id,
    isForGood: is_for_good,
    signals,
    spellings,
  }));
}

/** They are back: from now on they are people as others are. */
export async function forgetIgnored(
  db: Db | Trx,
  linkedAccountId: string,
  employeeIds: readonly string[],
): Promise<void> {
  if (employeeIds.length === 0) return;
  await db
    .deleteFrom('ignored_people')
    .where('linked_account_id', '=', linkedAccountId)
    .where('employee_id', 'in', employeeIds)
    .where('is_for_good', '=', false)
    .execute();
}

/** Rows that say nothing but whose they are: nobody takes the person for gone, and nothing is written. */
export async function settleIgnored(trx: Trx, run: SyncRun): Promise<void> {
  await sql`
    update sync_stage s
       set problem = 'ignored', record_id = null,
           claimed_ids = array[substr(s.person_remote_id, ${IGNORED.length + 1}::integer)::uuid]
     where ${stageRows(run, 's', 'employee')} and s.person_remote_id like ${`${IGNORED}%`}`.execute(trx);
}
