import { apiTimestampSql } from '../db/timestamps.ts';
import { SENSITIVE_FIELDS } from '../hris/record-tables.ts';
import type { RecordPlan } from './record-plans.ts';
import { fieldsSql } from './stage-contents.ts';

// In a subquery of its own it is written once, not for every row.
const NOW = `(select ${apiTimestampSql('now()')})`;

/**
 * SQL for the body of the staged row `s` with its contents `c`, as the API sends it. The fields were validated and spelled when they
 * were staged; ids and times are of typed columns: so the body fits the schema.
 * @param createdAt SQL for the record's creation
 */
export function bodySql(plan: RecordPlan, createdAt: string): string {
  const created = createdAt === 'now()' ? NOW : apiTimestampSql(createdAt);
  const otherSql = (name: string): string => {
    if (plan.relations.has(name)) return `coalesce((s.relations->'${name}')::text, 'null')`;
    return jsonText(name in plan.lines ? linesSql(plan, name, createdAt) : plan.columns[name]!);
  };
  const parts = [
    `'{"id":"' || s.record_id || '","remote_id":' || ${jsonText('s.remote_id')}`,
    `',"created_at":"' || ${created} || '","modified_at":"' || ${NOW}`,
    `'","remote_was_deleted":false,"field_mappings":' || coalesce(c.field_mappings, 'null')`,
    `',"remote_data":null'`,
    ...fieldsSql(plan, otherSql),
  ];
  return `(${parts.join(' || ')} || '}')::json`;
}

const jsonText = (value: string): string => `coalesce(to_json(${value})::text, 'null')`;

/** Lines have no ids at the source: the same place in the same record is the same line. */
function linesSql(plan: RecordPlan, name: string, createdAt: string): string {
  const own = Object.keys(plan.lines[name]!.properties).map((key) => `'${key}', line.value->'${key}'`);
  const parts = [
    `'id', ${lineIdSql(name)}`,
    `'remote_id', null`,
    `'created_at', ${createdAt === 'now()' ? NOW : apiTimestampSql(createdAt)}`,
    `'modified_at', ${NOW}`,
    `'remote_was_deleted', false`,
    `'field_mappings', null`,
    `'remote_data', null`,
    `'${plan.model}', s.record_id`,
    ...own,
  ];
  return `case jsonb_typeof(c.lines->'${name}') when 'array' then (
    select coalesce(json_agg(json_build_object(${parts.join(', ')}) order by line.place), '[]')
      from jsonb_array_elements(c.lines->'${name}') with ordinality line(value, place)) end`;
}

// RFC 9562: version 8 and the variant leave the rest to us.
const lineIdSql = (name: string): string =>
  `overlay(overlay(md5(s.record_id || '/${name}/' || line.place) placing '8' from 13) placing 'a' from 17)::uuid`;

/** SQL for the body of the record `r` once it is deleted, its lines with it. */
export function tombstoneSql(plan: RecordPlan): string {
  const lines = Object.keys(plan.lines).map(
    (name) =>
      `when '${name}' then replace(entry.value::text, '"remote_was_deleted" : false', '"remote_was_deleted" : true')::json`,
  );
  return `(
  select json_object_agg(entry.key,
    case entry.key when 'remote_was_deleted' then to_json(true) when 'modified_at' then to_json(${NOW}) ${lines.join(' ')}
      else entry.value end
    order by entry.position)
  from json_each(r.body) with ordinality entry(key, value, position))`;
}

/** SQL: two bodies say the same, whatever their times. */
export function areSameSql(plan: RecordPlan, before: string, after: string): string {
  return `not exists (
  select from json_each(${after}) a(key, value) full join json_each(${before}) b(key, value) on b.key = a.key
   where coalesce(a.key, b.key) <> 'modified_at' and ${comparable(plan, 'a')} is distinct from ${comparable(plan, 'b')})`;
}

/** SQL for what changed between two bodies: [{field, before, after}]. What must be asked for by name is not told. */
export function changesSql(plan: RecordPlan, before: string, after: string): string {
  const untold = ['modified_at', ...SENSITIVE_FIELDS].map((name) => `'${name}'`).join(', ');
  return `(
  select coalesce(json_agg(json_build_object('field', a.key, 'before', b.value, 'after', a.value) order by a.position), '[]')
  from json_each(${after}) with ordinality a(key, value, position) left join json_each(${before}) b on b.key = a.key
  where a.key not in (${untold}) and ${comparable(plan, 'a')} is distinct from ${comparable(plan, 'b')})`;
}

/** A line's own time moves with its record's, which is no change of the line. */
function comparable(plan: RecordPlan, entry: 'a' | 'b'): string {
  const names = Object.keys(plan.lines).map((name) => `'${name}'`);
  if (names.length === 0) return `${entry}.value::jsonb`;
  const timeless = `regexp_replace(${entry}.value::jsonb::text, '"modified_at": "[^"]*"', '', 'g')`;
  return `case when ${entry}.key in (${names.join(', ')}) then ${timeless} else ${entry}.value::jsonb::text end`;
}
