import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { applyAnswers, readAnswers } from './apply-answers.ts';
import type { Coverage } from './coverage.ts';
import { flagDuplicateClaims, flagMaybeSamePeople, flagSharedRecords } from './doubtful-people.ts';
import { toFinding, UNRESOLVED, writeFindings, type UnresolvedRow } from './identity-findings.ts';
import { settleIgnored } from './ignored-people-store.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import { resetStage } from './stage-store.ts';
import type { SyncDeps } from './sync-deps.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

const BATCH_ROWS = 2000;
/** A signal that more people share says nothing about who somebody is; following it would be quadratic. */
const MAX_SHARED_BY = 10;

/** Gives each staged employee a record, its own or a new one, or the problem that keeps it from being applied. */
export async function resolveIdentity(deps: SyncDeps, run: SyncRun, coverage: Coverage): Promise<void> {
  await inLeasedTransaction(deps, run, async (trx) => {
    await resetStage(trx, run);
    if (await hasEmployees(trx, run)) await gatherCandidates(trx, run);
    await settleStrangers(trx, run);
    await settleIgnored(trx, run);
  });
  for (let from: number | undefined = 0; from !== undefined;) {
    const after: number = from;
    from = await inLeasedTransaction(deps, run, (trx) => resolveBatch(trx, run, after));
  }
  await inLeasedTransaction(deps, run, async (trx) => {
    const answers = await readAnswers(deps, trx, run);
    const denied = answers ? await applyAnswers(trx, run, answers, 'open') : [];
    await flagDuplicateClaims(trx, run);
    if (answers) {
      denied.push(...(await applyAnswers(trx, run, answers, 'claiming')));
      await flagSharedRecords(trx, run);
    }
    // Whom a reading without people does not show is not gone.
    if (coverage.models.has('employee')) await flagMaybeSamePeople(trx, run, denied);
  });
}

async function hasEmployees(trx: Trx, run: SyncRun): Promise<boolean> {
  const { rows } = await sql`
    select 1 from employees where linked_account_id = ${run.scope.linkedAccountId} limit 1`.execute(trx);
  return rows.length > 0;
}

/** The named signals of the row or record `alias`, as rows (kind, value). */
const signalsOf = (alias: string) =>
  sql.raw(`(values ('remote_id', ${alias}.person_remote_id), ('work_id', ${alias}.work_id),
  ('work_email', ${alias}.work_email), ('personal_email', ${alias}.personal_email),
  ('name_birth', ${alias}.name_key || ' ' || ${alias}.birth_date)) signal(kind, value)`);

async function gatherCandidates(trx: Trx, run: SyncRun): Promise<void> {
  await sql`
    with known as materialized (
      select r.id, signal.kind, signal.value from employees r cross join lateral ${signalsOf('r')}
       where r.linked_account_id = ${run.scope.linkedAccountId} and signal.value is not null),
    staged as materialized (
      select s.ordinal, signal.kind, signal.value from sync_stage s cross join lateral ${signalsOf('s')}
       where ${stageRows(run, 's', 'employee')} and signal.value is not null),
    common as (
      select kind, value from known group by kind, value having count(*) > ${MAX_SHARED_BY}),
    pairs as materialized (
      select distinct staged.ordinal, known.id
        from (select known.* from known left join common using (kind, value) where common.kind is null) known
        join staged on staged.kind = known.kind and staged.value = known.value),
    found as (
      select pairs.ordinal, jsonb_agg(jsonb_build_object(
               'id', r.id, 'isDeleted', r.remote_was_deleted, 'signals', jsonb_build_object(
                 'remoteId', r.person_remote_id, 'workId', r.work_id, 'workEmail', r.work_email,
                 'personalEmail', r.personal_email, 'nameKey', r.name_key, 'birthDate', r.birth_date))
               order by r.id) as candidates
        from pairs join employees r on r.linked_account_id = ${run.scope.linkedAccountId} and r.id = pairs.id
       group by pairs.ordinal)
    update sync_stage s set candidates = found.candidates from found
     where ${stageRows(run, 's', 'employee')} and s.ordinal = found.ordinal`.execute(trx);
}

/** Who shares nothing with anybody known is new, as `resolvePerson` says of no candidates; on a first sync that is everybody. */
async function settleStrangers(trx: Trx, run: SyncRun): Promise<void> {
  const hasSignal = sql`
    (coalesce(s.person_remote_id, s.work_id, s.work_email, s.personal_email) is not null
     or (s.name_key is not null and s.birth_date is not null))`;
  await sql`
    update sync_stage s
       set record_id = case when ${hasSignal} then s.candidate_id end,
           problem = case when not ${hasSignal} then 'unidentifiable' end
     where ${stageRows(run, 's', 'employee')} and s.candidates is null`.execute(trx);
}

/** Returns the last ordinal of the batch, or undefined at the end. */
async function resolveBatch(trx: Trx, run: SyncRun, after: number): Promise<number | undefined> {
  const { rows } = await sql<UnresolvedRow>`
    select ${UNRESOLVED} from sync_stage s
     where ${stageRows(run, 's', 'employee')} and s.ordinal > ${after} and s.candidates is not null
     order by s.ordinal limit ${BATCH_ROWS}`.execute(trx);
  const last = rows.at(-1);
  if (!last) return undefined;
  await writeFindings(trx, run, rows.map(toFinding), { after, last: last.ordinal });
  return last.ordinal;
}
