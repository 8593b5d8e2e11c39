import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import { RECORD_PLANS, type RecordPlan } from './record-plans.ts';
import type { SyncDeps } from './sync-deps.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/** Fingerprints every row with its relations and says what is to be done with its record. */
export async function diff(deps: SyncDeps, run: SyncRun): Promise<void> {
  await inLeasedTransaction(deps, run, async (trx) => {
    for (const plan of RECORD_PLANS) await diffModel(trx, run, plan);
  });
}

const FINGERPRINT = `sha256(s.fields_hash || convert_to(coalesce(s.relations::text, '') || '|' || coalesce(s.remote_id, ''), 'UTF8'))`;

async function diffModel(trx: Trx, run: SyncRun, plan: RecordPlan): Promise<void> {
  await sql`
    update sync_stage s set fingerprint = found.fingerprint, action = found.action,
           source_key = coalesce(s.source_key, s.record_id::text)
      from (select s.ordinal, ${sql.raw(FINGERPRINT)} as fingerprint,
                   case when r.id is null then 'create'
                        when r.remote_was_deleted or r.fingerprint <> ${sql.raw(FINGERPRINT)} then 'update'
                        when ${isStaleBeside(plan)} then 'refresh'
                        else 'none' end as action
              from sync_stage s
              left join ${sql.table(plan.table)} r
                on r.linked_account_id = ${run.scope.linkedAccountId} and r.id = s.record_id
             where ${stageRows(run, 's', plan.model)} and s.problem is null) found
     where ${stageRows(run, 's', plan.model)} and s.ordinal = found.ordinal`.execute(trx);
}

/** What stands beside the body moved: remote data, the source's words, signals. That is written without a trace. */
const isStaleBeside = (plan: RecordPlan) => {
  const columns = Object.entries(plan.columns).map(
    ([column, value]) => ` or r.${column} is distinct from ${value}`,
  );
  return sql.raw(`(r.missed_runs > 0 or r.source_key <> coalesce(s.source_key, s.record_id::text)
    or r.remote_data::text is distinct from s.remote_data::text
    or r.enum_origins::text is distinct from s.enum_origins::text${columns.join('')})`);
};
