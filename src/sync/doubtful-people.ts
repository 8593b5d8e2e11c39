import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import type { DeniedPair } from './apply-answers.ts';
import { RUNS_UNTIL_DELETED } from './gone-records.ts';
import { CONTENTS, OWN_FIELDS } from './stage-contents.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/**
 * Rows that claim one person: the same record; the same Work ID or work e-mail, unless the source's own ids tell them apart;
 * or the same personal e-mail, or name with birth date, while nothing else does. None of them is applied.
 */
export async function flagDuplicateClaims(trx: Trx, run: SyncRun): Promise<void> {
  await sql`
    with person as (
      select s.ordinal, s.record_id, s.record_id = s.candidate_id as is_new, s.person_remote_id, s.work_id, s.work_email,
             s.personal_email, s.name_key || ' ' || s.birth_date as name_birth
        from sync_stage s where ${stageRows(run, 's', 'employee')}),
    claims as (
      select array_agg(ordinal) as ordinals from person where person_remote_id is not null
       group by person_remote_id having count(*) > 1
      union all
      select array_agg(ordinal) from person where work_id is not null group by work_id
      having count(*) > 1 and ${areNotToldApartById}
      union all
      select array_agg(ordinal) from person where work_email is not null group by work_email
      having count(*) > 1 and ${areNotToldApartById}
      union all
      select array_agg(ordinal) from person where record_id is not null group by record_id having count(*) > 1
      union all
      select array_agg(ordinal) from person where personal_email is not null group by personal_email
      having count(*) > 1 and bool_or(is_new)
         and ${isNotToldApart} and not (count(name_birth) = count(*) and count(distinct name_birth) = count(*))
      union all
      select array_agg(ordinal) from person where name_birth is not null group by name_birth
      having count(*) > 1 and bool_or(is_new)
         and ${isNotToldApart} and not (count(personal_email) = count(*) and count(distinct personal_email) = count(*)))
    update sync_stage s set problem = 'duplicate_claim', record_id = null
      from (select distinct unnest(ordinals) as ordinal from claims) claim
     where ${stageRows(run, 's', 'employee')} and s.ordinal = claim.ordinal`.execute(trx);
}

// A leaver who stays on the list may share Work ID or address with whoever has them now.
const areNotToldApartById = sql`count(distinct person_remote_id) < count(*)`;
// Equal Work IDs and work e-mails are claims of their own, so that having one is having another one than the rest.
const isNotToldApart = sql`count(person_remote_id) < count(*) and count(work_id) < count(*) and count(work_email) < count(*)`;

/** Two rows of whom somebody said that they are about one record: neither is applied. */
export async function flagSharedRecords(trx: Trx, run: SyncRun): Promise<void> {
  await sql`
    update sync_stage s set problem = 'duplicate_claim', record_id = null
      from (select record_id from sync_stage s
             where ${stageRows(run, 's', 'employee')} and record_id is not null
             group by record_id having count(*) > 1) shared
     where ${stageRows(run, 's', 'employee')} and s.record_id = shared.record_id`.execute(trx);
}

/**
 * One person is gone and one has come with the same birth date and first name, or the same phone: perhaps the same,
 * under a new name and new addresses. Neither is applied until a person says which (design, ground decision 11).
 * @param denied pairs of whom a person has said already that they are not the same
 */
export async function flagMaybeSamePeople(
  trx: Trx,
  run: SyncRun,
  denied: readonly DeniedPair[] = [],
): Promise<void> {
  if (!(await isAnybodyGone(trx, run))) return;
  await sql`
    with gone as materialized (
      select r.id, r.birth_date, lower(r.first_name) as first_name, r.body->>'mobile_phone_number' as phone
        from employees r join (${goneSql(run)}) unseen on unseen.id = r.id
       where r.linked_account_id = ${run.scope.linkedAccountId}),
    come as materialized (
      select s.ordinal, s.birth_date, lower(said.fields->>'first_name') as first_name, said.fields->>'mobile_phone_number' as phone
        from sync_stage s ${CONTENTS}
        cross join lateral (select ${sql.raw(OWN_FIELDS)} as fields offset 0) said
       where ${stageRows(run, 's', 'employee')} and s.problem is null and s.record_id = s.candidate_id),
    alike as (
      select come.ordinal, gone.id from come join gone on gone.birth_date = come.birth_date and gone.first_name = come.first_name
      union
      select come.ordinal, gone.id from come join gone on gone.phone = come.phone
      except
      select ordinal, id from jsonb_to_recordset(${JSON.stringify(denied)}::jsonb) denied(ordinal integer, id uuid))
    update sync_stage s set problem = 'maybe_same_person', record_id = null, claimed_ids = alike.ids
      from (select ordinal, array_agg(id) as ids from alike group by ordinal) alike
     where ${stageRows(run, 's', 'employee')} and s.ordinal = alike.ordinal`.execute(trx);
}

/** Known people whom no row is about: rows (id). */
const goneSql = (run: SyncRun) => sql`
  select r.id from employees r
    left join (select unnest(s.claimed_ids) as id from sync_stage s where ${stageRows(run, 's', 'employee')}) seen on seen.id = r.id
   where r.linked_account_id = ${run.scope.linkedAccountId} and not r.remote_was_deleted and seen.id is null
     -- Whoever was missed long ago left with a last day, and was not deleted for that.
     and r.missed_runs < ${RUNS_UNTIL_DELETED}::integer`;

async function isAnybodyGone(trx: Trx, run: SyncRun): Promise<boolean> {
  const { rows } = await sql`${goneSql(run)} limit 1`.execute(trx);
  return rows.length > 0;
}
