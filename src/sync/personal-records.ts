import { sql, type RawBuilder } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import type { RecordModel } from '../hris/record-tables.ts';
import type { Coverage } from './coverage.ts';
import { knownKeysSql } from './place-keyed-records.ts';
import { claimedPeopleSql, stageRows, type SyncRun } from './sync-run.ts';

/** What names a person in a row, by the columns of `alias`; the strongest first, the name alone last. */
export const SIGNALS: readonly ((alias: string) => string)[] = [
  (alias) => `${alias}.person_remote_id`,
  (alias) => `${alias}.work_id`,
  (alias) => `${alias}.work_email`,
  (alias) => `${alias}.name_key || ' ' || ${alias}.birth_date`,
  (alias) => `${alias}.name_key`,
];

/**
 * Whom a row may be about: the staged people, and beside them, where the reading did not cover people, the known ones whom no staged
 * row is about. Rows (problem, record_id, claimed_ids and the signals).
 */
export function peopleSql(run: SyncRun, coverage: Coverage): RawBuilder<unknown> {
  const staged = sql`
    select p.problem, p.record_id, p.claimed_ids, p.person_remote_id, p.work_id, p.work_email, p.name_key, p.birth_date
      from sync_stage p where ${stageRows(run, 'p', 'employee')}`;
  if (coverage.models.has('employee')) return staged;
  return sql`
    ${staged}
    union all
    select null, r.id, '{}', r.person_remote_id, r.work_id, r.work_email, r.name_key, r.birth_date
      from employees r
      left join (${claimedPeopleSql(run)}) staged on staged.id = r.id
     where r.linked_account_id = ${run.scope.linkedAccountId} and not r.remote_was_deleted and staged.id is null`;
}

/**
 * Finds the person of each row of the model, by the strongest signal that is known there. A name alone must be the only
 * one of its kind, and no other signal may say otherwise.
 */
export async function placePersonalRows(
  trx: Trx,
  run: SyncRun,
  model: RecordModel,
  coverage: Coverage,
): Promise<void> {
  for (const [place, signal] of SIGNALS.entries()) {
    if (!(await areLeft(trx, run, model))) return;
    const isNameAlone = place === SIGNALS.length - 1;
    await placeBySignal(trx, run, { model, signal, isNameAlone }, coverage);
  }
  await sql`
    update sync_stage s set problem = 'person_unknown'
     where ${stageRows(run, 's', model)} and s.person_id is null and s.problem is null`.execute(trx);
}

async function areLeft(trx: Trx, run: SyncRun, model: RecordModel): Promise<boolean> {
  const { rows } = await sql`
    select 1 from sync_stage s
     where ${stageRows(run, 's', model)} and s.person_id is null and s.problem is null limit 1`.execute(trx);
  return rows.length > 0;
}

/** Of the rows that no stronger signal has placed. */
async function placeBySignal(
  trx: Trx,
  run: SyncRun,
  {
    model,
    signal,
    isNameAlone,
  }: { model: RecordModel; signal: (alias: string) => string; isNameAlone: boolean },
  coverage: Coverage,
): Promise<void> {
  await sql`
    with left_over as materialized (
      select s.ordinal, ${sql.raw(signal('s'))} as value, s.work_id, s.work_email, s.birth_date
        from sync_stage s
       where ${stageRows(run, 's', model)} and s.person_id is null and s.problem is null
         and ${sql.raw(signal('s'))} is not null),
    people as materialized (
      select ${sql.raw(signal('p'))} as value, count(*) as row_count, bool_or(p.problem is not null) as is_doubtful,
             min(p.record_id::text)::uuid as record_id, max(p.work_id) as work_id, max(p.work_email) as work_email,
             max(p.birth_date) as birth_date
        from (${peopleSql(run, coverage)}) p where ${sql.raw(signal('p'))} is not null group by 1),
    found as (
      select left_over.ordinal, people.record_id, people.row_count, people.is_doubtful
        from left_over join people on people.value = left_over.value
       where not ${isNameAlone}::boolean or people.row_count > 1
          or not coalesce(people.work_id <> left_over.work_id or people.work_email <> left_over.work_email
                          or people.birth_date <> left_over.birth_date, false))
    update sync_stage s
       set person_id = case when found.row_count = 1 and not found.is_doubtful then found.record_id end,
           problem = case when found.is_doubtful then 'person_doubtful' when found.row_count > 1 then 'person_unknown' end
      from found
     where ${stageRows(run, 's', model)} and s.ordinal = found.ordinal`.execute(trx);
}

/**
 * Keys each employment `<employee id>:<effective date>`, and `:2`, `:3` for further changes of one day, in the source's
 * order; and gives it its record.
 */
export async function placeEmployments(trx: Trx, run: SyncRun): Promise<void> {
  await sql`
    with keyed as materialized (
      select s.ordinal, s.person_id || ':' || coalesce(s.effective_date::text, 'none') ||
             case when s.place > 1 then ':' || s.place else '' end as source_key
        from (select s.ordinal, s.person_id, s.effective_date,
                     row_number() over (partition by s.person_id, s.effective_date order by s.ordinal) as place
                from sync_stage s where ${stageRows(run, 's', 'employment')} and s.problem is null) s)
    update sync_stage s set source_key = found.source_key, record_id = coalesce(found.id, s.candidate_id)
      from (select keyed.ordinal, keyed.source_key, known.id
              from keyed left join (${knownKeysSql(run, 'employment')}) known on known.source_key = keyed.source_key) found
     where ${stageRows(run, 's', 'employment')} and s.ordinal = found.ordinal`.execute(trx);
}
