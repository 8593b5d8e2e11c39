import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import type { RecordModel } from '../hris/record-tables.ts';
import type { FetchedSource, StageOwner, SyncRun } from './sync-run.ts';

/** Of a run that the base was not made of: then nobody else needs what it has read itself. */
export async function deleteStage(trx: Trx, run: StageOwner): Promise<void> {
  if (await sharesContents(trx, run)) await deleteReplacedStage(trx, run);
  for (const table of ['sync_stage', 'sync_stage_contents'] as const) {
    await trx
      .deleteFrom(table)
      .where('linked_account_id', '=', run.scope.linkedAccountId)
      .where('sync_run_id', '=', run.id)
      .execute();
  }
}

async function sharesContents(trx: Trx, run: StageOwner): Promise<boolean> {
  const row = await trx
    .selectFrom('sync_stage')
    .select('ordinal')
    .where('linked_account_id', '=', run.scope.linkedAccountId)
    .where('sync_run_id', '=', run.id)
    .where('contents_run_id', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** With the contents that none of the account's other runs has taken over. */
export async function deleteReplacedStage(trx: Trx, run: StageOwner): Promise<void> {
  const contents = sql.raw(`s.model, coalesce(s.contents_run_id, s.sync_run_id) as run_id,
                            coalesce(s.contents_ordinal, s.ordinal) as ordinal`);
  await sql`
    with deleted as (
      delete from sync_stage s
       where s.linked_account_id = ${run.scope.linkedAccountId} and s.sync_run_id = ${run.id}
      returning ${contents}),
    needed as (
      select ${contents} from sync_stage s
       where s.linked_account_id = ${run.scope.linkedAccountId} and s.sync_run_id <> ${run.id}),
    unneeded as materialized (
      select deleted.* from deleted left join needed using (model, run_id, ordinal) where needed.run_id is null)
    delete from sync_stage_contents where ctid = any (array (
      select c.ctid from unneeded cross join lateral (
        select c.ctid from sync_stage_contents c
         where c.linked_account_id = ${run.scope.linkedAccountId} and c.sync_run_id = unneeded.run_id
           and c.model = unneeded.model and c.ordinal = unneeded.ordinal offset 0) c))`.execute(trx);
}

/** What was staged of a part that then broke. People's homes are read with the people. */
export async function deleteStagedModels(
  trx: Trx,
  run: StageOwner,
  models: readonly RecordModel[],
): Promise<void> {
  await sql`
    with gone as (
      delete from sync_stage
       where linked_account_id = ${run.scope.linkedAccountId} and sync_run_id = ${run.id}
         and model = any(${[...models]}::text[]) and owner_ordinal is null
      returning model, ordinal)
    delete from sync_stage_contents contents using gone
     where contents.linked_account_id = ${run.scope.linkedAccountId} and contents.sync_run_id = ${run.id}
       and contents.model = gone.model and contents.ordinal = gone.ordinal`.execute(trx);
}

/** Forgets what an attempt that died found out about the rows, so that resolving starts from what was read. */
export async function resetStage(trx: Trx, run: SyncRun): Promise<void> {
  if (run.staged === null) return;
  await sql`
    update sync_stage set candidates = null, claimed_ids = null, record_id = null, person_id = null, relations = null,
           fingerprint = null, action = null, problem = null,
           source_key = case when owner_ordinal is null and model not in ('employee', 'employment') then source_key end
     where linked_account_id = ${run.scope.linkedAccountId} and sync_run_id = ${run.id}
       and (record_id is not null or problem is not null or candidates is not null)`.execute(trx);
}

export async function markStaged(trx: Trx, run: SyncRun, summary: FetchedSource): Promise<void> {
  const { sourceHash, rowsDigest, ...shape } = summary;
  await trx
    .updateTable('sync_runs')
    .set({
      staged_at: sql`now()`,
      source_hash: Buffer.from(sourceHash),
      source_rows_digest: rowsDigest && Buffer.from(rowsDigest),
      source_summary: JSON.stringify(shape),
      scopes_version: run.account.scopesVersion,
    })
    .where('linked_account_id', '=', run.scope.linkedAccountId)
    .where('id', '=', run.id)
    .execute();
}

export async function isStageFilled(
  db: Db | Trx,
  run: { linkedAccountId: string; syncRunId: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('sync_stage')
    .select('ordinal')
    .where('linked_account_id', '=', run.linkedAccountId)
    .where('sync_run_id', '=', run.syncRunId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
