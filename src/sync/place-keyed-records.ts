import { sql, type RawBuilder } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { RECORD_TABLES, type RecordModel } from '../hris/record-tables.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/** The first row of a source key is the record's; a second one is not applied. */
export async function flagDuplicateKeys(trx: Trx, run: SyncRun, model: RecordModel): Promise<void> {
  await sql`
    update sync_stage s set problem = 'duplicate_key'
      from (select s.ordinal, row_number() over (partition by s.source_key order by s.ordinal) as place
              from sync_stage s where ${stageRows(run, 's', model)} and s.source_key is not null) ranked
     where ${stageRows(run, 's', model)} and s.ordinal = ranked.ordinal and ranked.place > 1`.execute(trx);
}

/** The record of each source key: the living one, else a deleted one that could come back. Rows (source_key, id). */
export function knownKeysSql(run: SyncRun, model: RecordModel): RawBuilder<unknown> {
  return sql`
    select distinct on (r.source_key) r.source_key, r.id from ${sql.table(RECORD_TABLES[model])} r
     where r.linked_account_id = ${run.scope.linkedAccountId}
     order by r.source_key, r.remote_was_deleted, r.modified_at desc, r.id`;
}

/** Gives each row its record by source key, a known one or a new one. */
export async function placeByKey(trx: Trx, run: SyncRun, model: RecordModel): Promise<void> {
  await sql`
    update sync_stage s set record_id = coalesce(found.id, s.candidate_id)
      from (select s.ordinal, known.id
              from sync_stage s left join (${knownKeysSql(run, model)}) known on known.source_key = s.source_key
             where ${stageRows(run, 's', model)}) found
     where ${stageRows(run, 's', model)} and s.ordinal = found.ordinal
       and s.source_key is not null and s.problem is null`.execute(trx);
}
