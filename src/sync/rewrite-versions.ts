import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { hasAnySql, otherChangesSql, tellsAnySql, withNullsSql, withoutSql } from './hidden-sql.ts';
import { inBatches, NO_ID } from './in-batches.ts';
import type { HiddenPart } from './rewrite-records.ts';

const BATCH_VERSIONS = 1000;

interface Place {
  recordId: string;
  sequence: number;
}

/** Nulls the hidden fields of the states that the model's records had, and what the history tells of them. */
export async function rewriteVersions(db: Db, part: HiddenPart): Promise<void> {
  const first: Place = { recordId: NO_ID, sequence: 0 };
  await inBatches(db, part.linkedAccountId, first, (trx, after) => rewriteBatch(trx, part, after));
}

async function rewriteBatch(
  trx: Trx,
  { linkedAccountId, plan, hidden }: HiddenPart,
  after: Place,
): Promise<Place | undefined> {
  const names = [...hidden.fields[plan.model]];
  const { rows } = await sql<Place>`
    with batch as materialized (
      select record_id, sequence from record_versions
       where linked_account_id = ${linkedAccountId} and model = ${plan.model}
         and (record_id, sequence) > (${after.recordId}::uuid, ${after.sequence}::bigint)
       order by record_id, sequence limit ${BATCH_VERSIONS} for no key update),
    rewritten as (
      update record_versions v
         set body = ${withNullsSql(sql`v.body`, names)}, changes = ${otherChangesSql(sql`v.changes`, names)},
             enum_origins = ${withoutSql(sql`v.enum_origins`, names)}
        from batch
       where v.linked_account_id = ${linkedAccountId} and v.model = ${plan.model}
         and v.record_id = batch.record_id and v.sequence = batch.sequence
         and (${hasAnySql(sql`v.body`, names)} or ${tellsAnySql(sql`v.changes`, names)}
              or (v.enum_origins)::jsonb ?| ${names}::text[]))
    select record_id as "recordId", sequence from batch order by record_id desc, sequence desc limit 1`.execute(
    trx,
  );
  return rows[0];
}
