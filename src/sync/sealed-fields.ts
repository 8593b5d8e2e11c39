import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { CONTENTS } from './stage-contents.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/** Who can't be seen to have a sensitive field keeps it: their rows are then as their records are. */
export async function keepSealedFields(trx: Trx, run: SyncRun): Promise<void> {
  await sql`
    update sync_stage s set sealed_hash = known.fingerprint
      from sealed_fields known
     where ${stageRows(run, 's', 'employee')} and s.problem is null and 'ssn' = any(s.kept_fields)
       and known.linked_account_id = ${run.scope.linkedAccountId} and known.model = 'employee'
       and known.record_id = s.record_id and known.field = 'ssn'`.execute(trx);
}

/** Brings what is sealed beside people in line with their rows, where anything about them is written at all. */
export async function writeSealedFields(trx: Trx, run: SyncRun): Promise<void> {
  const { linkedAccountId } = run.scope;
  await sql`
    delete from sealed_fields known using sync_stage s
     where ${stageRows(run, 's', 'employee')} and s.action in ('update', 'refresh') and s.sealed_hash is null
       and known.linked_account_id = ${linkedAccountId} and known.model = 'employee'
       and known.record_id = s.record_id`.execute(trx);
  await sql`
    insert into sealed_fields (linked_account_id, model, record_id, field, sealed, fingerprint)
    select ${linkedAccountId}, s.model, s.record_id, entry.key, decode(entry.value, 'base64'), s.sealed_hash
      from sync_stage s ${CONTENTS} cross join lateral json_each_text(c.sealed_fields) entry
     where ${stageRows(run, 's', 'employee')} and s.action in ('create', 'update', 'refresh') and s.sealed_hash is not null
    on conflict (linked_account_id, model, record_id, field) do update
       set sealed = excluded.sealed, fingerprint = excluded.fingerprint`.execute(trx);
}
