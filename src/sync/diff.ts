import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { calendarDateAt } from '../lib/calendar-date.ts';
import { hasRecords } from './has-records.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import { areSameSql, bodySql } from './record-bodies.ts';
import { RECORD_PLANS, type RecordPlan } from './record-plans.ts';
import { settleStagedStatuses } from './settle-staged-status.ts';
import { CONTENTS } from './stage-contents.ts';
import type { SyncDeps } from './sync-deps.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/** Fingerprints every row with its relations and says what is to be done with its record. */
export async function diff(deps: SyncDeps, run: SyncRun): Promise<void> {
  await inLeasedTransaction(deps, run, async (trx) => {
    await settleStagedStatuses(trx, run, calendarDateAt(deps.clock.now(), run.account.timeZone));
    for (const plan of RECORD_PLANS) await diffModel(trx, run, plan);
  });
}

const FINGERPRINT = `sha256(s.fields_hash || convert_to(coalesce(s.relations::text, '') || '|' || coalesce(s.remote_id, ''), 'UTF8')
  || coalesce(s.sealed_hash, ''))`;

async function diffModel(trx: Trx, run: SyncRun, plan: RecordPlan): Promise<void> {
  await ((await hasRecords(trx, run, plan)) ? compareRows(trx, run, plan) : createRows(trx, run, plan));
}

/** Nothing is known to compare with. */
async function createRows(trx: Trx, run: SyncRun, plan: RecordPlan): Promise<void> {
  await sql`
    update sync_stage s set fingerprint = ${sql.raw(FINGERPRINT)}, action = 'create',
           source_key = coalesce(s.source_key, s.record_id::text)
     where ${stageRows(run, 's', plan.model)} and s.problem is null`.execute(trx);
}

async function compareRows(trx: Trx, run: SyncRun, plan: RecordPlan): Promise<void> {
  const unhashed = plan.unhashed.map((name) => `, s.${name}`).join('');
  await sql`
    update sync_stage s set fingerprint = found.fingerprint, action = found.action,
           source_key = coalesce(s.source_key, s.record_id::text)
      from (select s.ordinal, s.fingerprint,
                   case when r.id is null then 'create'
                        when r.remote_was_deleted or r.fingerprint <> s.fingerprint ${areUnhashedOther(plan)} then 'update'
                        when r.missed_runs > 0 or r.source_key <> coalesce(s.source_key, s.record_id::text)
                             or r.beside_hash is distinct from s.beside_hash then 'refresh'
                        else 'none' end as action
              from (select s.ordinal, s.record_id, s.source_key, s.beside_hash ${sql.raw(unhashed)},
                           ${sql.raw(FINGERPRINT)} as fingerprint from sync_stage s
                     where ${stageRows(run, 's', plan.model)} and s.problem is null offset 0) s
              left join ${sql.table(plan.table)} r
                on r.linked_account_id = ${run.scope.linkedAccountId} and r.id = s.record_id) found
     where ${stageRows(run, 's', plan.model)} and s.ordinal = found.ordinal`.execute(trx);
  await keepWhatIsSame(trx, run, plan);
}

const areUnhashedOther = (plan: RecordPlan) =>
  sql.raw(plan.unhashed.map((name) => `or r.${name} is distinct from ${plan.columns[name]!}`).join(' '));

/** A record of an earlier release may have a fingerprint of another kind: nobody is told of that. */
async function keepWhatIsSame(trx: Trx, run: SyncRun, plan: RecordPlan): Promise<void> {
  await sql`
    update sync_stage s set action = 'refresh'
      from (select told.ordinal
              from (select s.ordinal, r.body as old_body, ${sql.raw(bodySql(plan, 'r.created_at'))} as new_body
                      from sync_stage s
                      join ${sql.table(plan.table)} r on r.linked_account_id = ${run.scope.linkedAccountId} and r.id = s.record_id
                      ${CONTENTS}
                     where ${stageRows(run, 's', plan.model)} and s.action = 'update' and r.beside_hash is null
                       and not r.remote_was_deleted offset 0) told
             where ${sql.raw(areSameSql(plan, 'told.old_body', 'told.new_body'))}) same
     where ${stageRows(run, 's', plan.model)} and s.ordinal = same.ordinal`.execute(trx);
}
