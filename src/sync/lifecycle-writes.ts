import { sql } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import { apiTimestampSql } from '../db/timestamps.ts';
import type { Trx } from '../db/transaction.ts';
import { EVENT_ID } from '../webhooks/event-id.ts';
import type { PersonEvent, PersonStep } from './lifecycle-changes.ts';
import { insertEventsSql } from './record-events.ts';
import { EMPLOYEE_PLAN } from './record-plans.ts';
import { keepVersionsSql, STATE_BEFORE } from './record-versions.ts';
import type { RecordWriter } from './sync-run.ts';

const MOVED_BODY = `(
  select json_object_agg(entry.key,
    case entry.key when 'employment_status' then to_json(b.new_status)
                   when 'modified_at' then to_json(${apiTimestampSql('now()')}) else entry.value end
    order by entry.position)
  from json_each(b.old_body) with ordinality entry(key, value, position))`;

const STATUS_CHANGE = `json_build_array(json_build_object('field', 'employment_status',
  'before', old_body->'employment_status', 'after', body->'employment_status'))`;

/** Gives people the status that the day brings: the record, its former state and the event that tells it. */
export async function moveStatuses(
  trx: Trx,
  writer: RecordWriter,
  steps: readonly PersonStep[],
): Promise<void> {
  const moved = JSON.stringify(steps.map(({ id, newStatus = null }) => ({ id, new_status: newStatus })));
  // No reading said so, even where one is at work.
  const calendar = { ...writer, id: null };
  await sql`
    with before as (
      select r.id, moved.new_status, ${sql.raw(STATE_BEFORE)}
        from json_to_recordset(${moved}::json) moved(id uuid, new_status text)
        join employees r on r.linked_account_id = ${writer.scope.linkedAccountId} and r.id = moved.id),
    updated as (
      update employees r
         set employment_status = b.new_status, body = ${sql.raw(MOVED_BODY)}, sequence = r.sequence + 1, modified_at = now()
        from before b
       where r.linked_account_id = ${writer.scope.linkedAccountId} and r.id = b.id
      returning r.id, r.body, r.sequence, b.old_body, b.old_sequence, b.old_modified_at),
    told as materialized (select updated.*, ${sql.raw(STATUS_CHANGE)} as changes from updated),
    kept as (${keepVersionsSql(calendar, EMPLOYEE_PLAN, 'told')})
    ${insertEventsSql(calendar, EMPLOYEE_PLAN, 'updated', 'told', 'changes')}`.execute(trx);
}

/** Announces the events in their order, each with the person as it is now. */
export async function insertLifecycleEvents(
  trx: Trx,
  writer: RecordWriter,
  timeZone: string,
  events: readonly PersonEvent[],
): Promise<void> {
  const { organizationId, linkedAccountId } = writer.scope;
  const told = JSON.stringify(
    events.map(({ employeeId, type, effectiveDate, previousEffectiveDate, moved }, position) => ({
      position,
      employee_id: employeeId,
      type,
      effective_date: effectiveDate,
      previous_effective_date: previousEffectiveDate,
      before_id: moved?.before ?? null,
      after_id: moved?.after ?? null,
    })),
  );
  const base = sql`'effective_date', effective_date,
    'previous_effective_date', previous_effective_date, 'time_zone', ${timeZone}::text`;
  const end = sql`'linked_account', ${JSON.stringify(writer.account.reference)}::json`;
  await sql`
    insert into outbox_events (id, organization_id, linked_account_id, sync_run_id, type, record_id, record_sequence, data,
                               occurred_at)
    select ${sql.raw(EVENT_ID)}, ${organizationId}::uuid, ${linkedAccountId}::uuid, ${writer.id}::uuid, type, employee_id, sequence,
           case type
             when 'employee.manager_changed' then json_build_object(${base},
               'before', ${managerSql(linkedAccountId, 'before_id')}, 'after', ${managerSql(linkedAccountId, 'after_id')}, ${end})
             when 'employee.department_changed' then json_build_object(${base},
               'before', ${departmentSql(linkedAccountId, 'before_id')}, 'after', ${departmentSql(linkedAccountId, 'after_id')}, ${end})
             else json_build_object(${base}, ${end}) end,
           now()
      from (select told.*, r.sequence
              from json_to_recordset(${told}::json) told(position integer, employee_id uuid, type text, effective_date text,
                                                         previous_effective_date text, before_id uuid, after_id uuid)
              join employees r on r.linked_account_id = ${linkedAccountId} and r.id = told.employee_id
             order by told.position) told`.execute(trx);
}

const managerSql = (linkedAccountId: string, id: 'before_id' | 'after_id') => sql`(
  select json_build_object('id', m.id, 'display_full_name', m.display_full_name, 'work_email', m.body->'work_email')
    from employees m where m.linked_account_id = ${linkedAccountId} and m.id = told.${sql.raw(id)})`;

const departmentSql = (linkedAccountId: string, id: 'before_id' | 'after_id') => sql`(
  select json_build_object('id', g.id, 'name', g.name)
    from groups g where g.linked_account_id = ${linkedAccountId} and g.id = told.${sql.raw(id)})`;

/** Keeps what was told. */
export async function storeLifecycles(
  trx: Trx,
  scope: AccountScope,
  steps: readonly PersonStep[],
): Promise<void> {
  const states = steps.flatMap(({ id, newState }) =>
    newState === undefined
      ? []
      : [
          {
            employee_id: id,
            onboarding_scheduled_for: newState.onboardingScheduledFor,
            started_on: newState.startedOn,
            offboarding_scheduled_for: newState.offboardingScheduledFor,
            terminated_on: newState.terminatedOn,
            next_due_on: newState.nextDueOn,
          },
        ],
  );
  await sql`
    insert into employee_lifecycles (linked_account_id, employee_id, onboarding_scheduled_for, started_on,
                                     offboarding_scheduled_for, terminated_on, next_due_on)
    select ${scope.linkedAccountId}::uuid, state.*
      from json_to_recordset(${JSON.stringify(states)}::json)
           state(employee_id uuid, onboarding_scheduled_for date, started_on date, offboarding_scheduled_for date,
                 terminated_on date, next_due_on date)
    on conflict (linked_account_id, employee_id) do update
       set onboarding_scheduled_for = excluded.onboarding_scheduled_for, started_on = excluded.started_on,
           offboarding_scheduled_for = excluded.offboarding_scheduled_for, terminated_on = excluded.terminated_on,
           next_due_on = excluded.next_due_on`.execute(trx);
}
