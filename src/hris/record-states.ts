import { sql, type RawBuilder } from 'kysely';
import { RECORD_TABLES, type RecordModel } from './record-tables.ts';

/** Where records are read from: one model of one account. */
export interface RecordSource {
  /** What stands behind `from`; has the columns that filters and orders name. */
  from: RawBuilder<unknown>;
  conditions: RawBuilder<unknown>[];
}

/**
 * An account's records as they were known at an instant, or as they are (null). The sources of an instant have no record
 * in common: what has lasted since then stands in the table, what has changed in the versions.
 */
export function recordSources(
  linkedAccountId: string,
  model: RecordModel,
  instant: string | null,
): RecordSource[] {
  const table = sql.table(RECORD_TABLES[model]);
  const isOfAccount = sql`linked_account_id = ${linkedAccountId}`;
  if (instant === null) return [{ from: table, conditions: [isOfAccount] }];
  return [
    { from: table, conditions: [isOfAccount, sql`modified_at < ${instant}::timestamptz`] },
    { from: formerStates(linkedAccountId, model, instant), conditions: [] },
  ];
}

/** Record by record, in the order of the table's indexes: a page costs a page, however long the history is. */
function formerStates(linkedAccountId: string, model: RecordModel, instant: string): RawBuilder<unknown> {
  const columns = Object.entries(BODY_COLUMNS[model] ?? {}).map(
    ([column, expression]) => `, ${expression} as ${column}`,
  );
  return sql`(
    select record.id, record.created_at, state.valid_from as modified_at, state.body, null::json as remote_data,
           state.enum_origins, (state.body->>'remote_was_deleted')::boolean as remote_was_deleted,
           state.body->>'remote_id' as remote_id ${sql.raw(columns.join(''))}
      from ${sql.table(RECORD_TABLES[model])} record
     cross join lateral (
       select version.body, version.enum_origins, version.valid_from from record_versions version
        where version.linked_account_id = ${linkedAccountId} and version.model = ${model}
          and version.record_id = record.id and version.valid_to >= ${instant}::timestamptz
        order by version.sequence limit 1) state
     where record.linked_account_id = ${linkedAccountId} and record.created_at < ${instant}::timestamptz
       and record.modified_at >= ${instant}::timestamptz and state.valid_from < ${instant}::timestamptz)`;
}

const text = (field: string): string => `state.body->>'${field}'`;
const email = (field: string): string => `lower(${text(field)})`;
const relation = (field: string): string => `(${text(field)})::uuid`;
// Our own date-times start with the calendar day.
const day = (field: string): string => `left(${text(field)}, 10)::date`;

/** The typed columns of the models that can be asked for as of a day, read off a body. */
const BODY_COLUMNS: Partial<Record<RecordModel, Readonly<Record<string, string>>>> = {
  employee: {
    employee_number: text('employee_number'),
    first_name: text('first_name'),
    last_name: text('last_name'),
    display_full_name: text('display_full_name'),
    work_email: email('work_email'),
    personal_email: email('personal_email'),
    employment_status: text('employment_status'),
    company_id: relation('company'),
    manager_id: relation('manager'),
    team_id: relation('team'),
    pay_group_id: relation('pay_group'),
    home_location_id: relation('home_location'),
    work_location_id: relation('work_location'),
    group_ids: `case json_typeof(state.body->'groups') when 'array'
      then array(select json_array_elements_text(state.body->'groups')::uuid) else '{}' end`,
    start_date: day('start_date'),
    termination_date: day('termination_date'),
  },
  employment: {
    employee_id: relation('employee'),
    effective_date: day('effective_date'),
    pay_group_id: relation('pay_group'),
  },
};
