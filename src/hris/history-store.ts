import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { apiTimestamp } from '../db/timestamps.ts';
import type { HiddenFields } from './hidden-fields.ts';
import type { CursorPosition } from '../lib/cursor.ts';
import type { RowPlace } from '../lib/page.ts';

/** One field of one record that changed; without a field: the record appeared. */
export interface HistoryEntry {
  model: 'employee' | 'employment';
  record_id: string;
  field: string | null;
  before: unknown;
  after: unknown;
  /** The day from which the record's content counts, where the source says one. */
  effective_date: string | null;
  first_seen: string;
  /** Null: the calendar brought it, no reading. */
  sync_run_id: string | null;
}

export interface HistorySelection {
  employeeId: string;
  field: string | undefined;
  hiddenFields: HiddenFields | null;
  from: CursorPosition | undefined;
  pageSize: number;
}

export async function isEmployeeKnown(db: Db, linkedAccountId: string, employeeId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from employees where linked_account_id = ${linkedAccountId} and id = ${employeeId}`.execute(db);
  return rows.length > 0;
}

/** What became of a person and its employments; nearest to the cursor first, one row beyond the page. */
export async function selectHistory(
  db: Db,
  linkedAccountId: string,
  { employeeId, field, hiddenFields, from, pageSize }: HistorySelection,
): Promise<(HistoryEntry & { place: RowPlace })[]> {
  const isBackward = from?.direction === 'previous';
  const direction = isBackward ? sql`asc` : sql`desc`;
  const conditions = [
    field === undefined ? sql`true` : sql`field = ${field}`,
    from ? isBeyond(from, isBackward) : sql`true`,
    hiddenFields ? isShown(hiddenFields) : sql`true`,
  ];
  const { rows } = await sql<HistoryEntry & RowPlace>`
    with people as (
      select 'employee' as model, id, created_at, body from employees
       where linked_account_id = ${linkedAccountId} and id = ${employeeId}
      union all
      select 'employment', id, created_at, body from employments
       where linked_account_id = ${linkedAccountId} and employee_id = ${employeeId}),
    entries as (
      select lost.model, lost.record_id, change.value->>'field' as field, change.value->'before' as before,
             change.value->'after' as after, lost.effective_date, lost.valid_to as seen_at, lost.sync_run_id,
             lost.sequence, -change.place as rank
        from people
        join record_versions lost on lost.linked_account_id = ${linkedAccountId} and lost.model = people.model
                                 and lost.record_id = people.id
       cross join lateral json_array_elements(lost.changes) with ordinality change(value, place)
      union all
      select people.model, people.id, null, null, null,
             left(coalesce(first.body, people.body)->>'effective_date', 10)::date, people.created_at, run.id, 0, 0
        from people
        left join lateral (
          select body from record_versions where linked_account_id = ${linkedAccountId} and model = people.model
             and record_id = people.id
           order by sequence limit 1) first on true
        left join lateral (
          select id from sync_runs where linked_account_id = ${linkedAccountId} and finished_at = people.created_at
           limit 1) run on true)
    select model, record_id, field, before, after, effective_date, sync_run_id,
           ${apiTimestamp('seen_at')} as first_seen, seen_at::text as key, concat_ws('/', record_id, sequence, rank) as id
      from entries
     where ${sql.join(conditions, sql` and `)}
     order by seen_at ${direction}, record_id ${direction}, sequence ${direction}, rank ${direction}
     limit ${pageSize + 1}`.execute(db);
  return rows.map(({ key, id, ...entry }) => ({ ...entry, place: { key, id } }));
}

/** Its parts are what orders entries of one moment: the record, the version, and the place within it from behind. */
function isBeyond({ value, id }: CursorPosition, isBackward: boolean) {
  const [recordId, sequence, rank] = id.split('/');
  return sql`(seen_at, record_id, sequence, rank) ${isBackward ? sql`>` : sql`<`}
             (${value}::timestamptz, ${recordId}::uuid, ${sequence}::bigint, ${rank}::bigint)`;
}

function isShown({ models, fields }: HiddenFields) {
  const isModelShown = sql`model <> all(${[...models]}::text[])`;
  const parts = (['employee', 'employment'] as const).map(
    (model) => sql`(model = ${model} and coalesce(field <> all(${[...fields[model]]}::text[]), true))`,
  );
  return sql`${isModelShown} and (${sql.join(parts, sql` or `)})`;
}
