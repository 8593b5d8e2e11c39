import { sql, type RawBuilder } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import type { AccountCalendar } from './account-calendar.ts';
import type { RecordWriter, SyncRun } from './sync-run.ts';

const BATCH_PEOPLE = 2000;

/** A change of one of these may be an event of a person's life in the company. */
const TELLING_FIELDS = [
  'start_date',
  'termination_date',
  'employment_status',
  'remote_was_deleted',
  'manager',
  'groups',
];

/** Somebody whom the run or the day may have brought something, as before and as now. */
export interface LifecycleRow {
  id: string;
  is_new: boolean;
  before_start_date: string | null;
  before_termination_date: string | null;
  before_status: string | null;
  before_was_deleted: boolean | null;
  before_manager_id: string | null;
  before_department_id: string | null;
  start_date: string | null;
  termination_date: string | null;
  source_status: string | null;
  status: string | null;
  was_deleted: boolean;
  manager_id: string | null;
  department_id: string | null;
  is_known: boolean;
  onboarding_scheduled_for: string | null;
  started_on: string | null;
  offboarding_scheduled_for: string | null;
  terminated_on: string | null;
  next_due_on: string | null;
}

/** Opens the cursor on whom this run wrote and who is due. Of a first sight only those who have a day to come. */
export function openTouchedPeople(trx: Trx, run: SyncRun, calendar: AccountCalendar): Promise<void> {
  const fields = sql.join(TELLING_FIELDS.map((name) => sql`${name}`));
  const hasDayToCome = sql`(r.start_date > ${calendar.today}::date or r.termination_date >= ${calendar.today}::date)`;
  return openPeople(
    trx,
    sql`
    updated as materialized (
      select v.record_id as id, v.body as old from record_versions v
       where v.linked_account_id = ${run.scope.linkedAccountId} and v.model = 'employee' and v.valid_to = now()
         and v.sync_run_id = ${run.id}
         and exists (select from json_array_elements(v.changes) change where change->>'field' in (${fields}))),
    created as materialized (
      select r.id from employees r
       where r.linked_account_id = ${run.scope.linkedAccountId} and r.created_at = now()
         ${calendar.isFirstSight ? sql`and ${hasDayToCome}` : sql``}),
    people as (
      select id, false as is_new, old from updated
      union all select id, true, null from created
      union all (${duePeople(run, calendar)}
                 and not exists (select from updated where updated.id = l.employee_id)
                 and not exists (select from created where created.id = l.employee_id)))`,
    run,
  );
}

/** Opens the cursor on whom the day brings something. */
export function openDuePeople(trx: Trx, account: RecordWriter, calendar: AccountCalendar): Promise<void> {
  return openPeople(trx, sql`people as (${duePeople(account, calendar)})`, account);
}

const duePeople = ({ scope }: RecordWriter, { today }: AccountCalendar): RawBuilder<unknown> => sql`
  select l.employee_id as id, false as is_new, null::json as old from employee_lifecycles l
   where l.linked_account_id = ${scope.linkedAccountId} and l.next_due_on <= ${today}::date`;

/** Whose `old` body is null is as before the day. */
async function openPeople(
  trx: Trx,
  people: RawBuilder<unknown>,
  { scope }: Pick<RecordWriter, 'scope'>,
): Promise<void> {
  const before = (name: string, now: string) =>
    sql.raw(`case when people.old is null then ${now} else people.old->>'${name}' end`);
  const beforeDay = (name: string) =>
    sql.raw(`case when people.old is null then r.${name}::text else left(people.old->>'${name}', 10) end`);
  await sql`
    declare lifecycle_people no scroll cursor for
    with ${people}
    select r.id, people.is_new, ${beforeDay('start_date')} as before_start_date,
           ${beforeDay('termination_date')} as before_termination_date,
           ${before('employment_status', 'r.employment_status')} as before_status,
           ${sql.raw(`case when people.old is null then r.remote_was_deleted else (people.old->>'remote_was_deleted')::boolean end`)} as before_was_deleted,
           ${before('manager', 'r.manager_id::text')} as before_manager_id,
           case when people.old is null then now_at.id else was_at.id end as before_department_id,
           r.start_date::text, r.termination_date::text, r.source_status, r.employment_status as status,
           r.remote_was_deleted as was_deleted, r.manager_id, now_at.id as department_id,
           l.employee_id is not null as is_known, l.onboarding_scheduled_for::text, l.started_on::text,
           l.offboarding_scheduled_for::text, l.terminated_on::text, l.next_due_on::text
      from people
      join employees r on r.linked_account_id = ${scope.linkedAccountId} and r.id = people.id
      left join employee_lifecycles l on l.linked_account_id = ${scope.linkedAccountId} and l.employee_id = people.id
      left join lateral (${departmentOf(scope, sql`r.group_ids`)}) now_at on true
      left join lateral (${departmentOf(
        scope,
        sql`array(select value::uuid from json_array_elements_text(
              case json_typeof(people.old->'groups') when 'array' then people.old->'groups' end))`,
      )}) was_at on people.old is not null`.execute(trx);
}

function departmentOf(
  { linkedAccountId }: RecordWriter['scope'],
  ids: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    select g.id from groups g
     where g.linked_account_id = ${linkedAccountId} and g.id = any(${ids}) and g.type = 'DEPARTMENT'
     order by g.id limit 1`;
}

export async function takePeople(trx: Trx): Promise<LifecycleRow[]> {
  const { rows } = await sql<LifecycleRow>`
    fetch ${sql.raw(String(BATCH_PEOPLE))} from lifecycle_people`.execute(trx);
  return rows;
}
