import type { TObject } from 'typebox';
import { apiTimestampSql } from '../db/timestamps.ts';
import { Company, Employee, Employment, Group, Location, baseProperties } from '../hris/model/index.ts';
import { RECORD_TABLES, type RecordModel } from '../hris/record-tables.ts';

/** How a model's staged row `s` becomes its record: everything the sync's SQL is made of. */
export interface RecordPlan {
  model: RecordModel;
  table: string;
  /** The body's fields in the order of the schema, without what every model has. */
  fields: readonly string[];
  /** Fields that hold ids; the sync fills them in. */
  relations: ReadonlySet<string>;
  /** Typed column of the record -> SQL over `s`. */
  columns: Readonly<Record<string, string>>;
  /** SQL for the employee whom the record `r` belongs to. */
  owner: string;
}

const NO_OWNER = 'null::uuid';
const field = (name: string): string => `s.fields->>'${name}'`;
const relation = (name: string): string => `(s.relations->>'${name}')::uuid`;
// Our own date-times start with the calendar day.
const day = (name: string): string => `left(s.fields->>'${name}', 10)::date`;
const fieldColumns = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, field(name)]));

const EMPLOYEE_RELATIONS = [
  'company',
  'groups',
  'employments',
  'home_location',
  'work_location',
  'manager',
  'team',
  'pay_group',
];

const EMPLOYEE_COLUMNS = {
  ...fieldColumns('employee_number', 'first_name', 'last_name', 'preferred_name', 'display_full_name'),
  ...fieldColumns('employment_status'),
  // As identity compares them, not as the source spells them.
  person_remote_id: 's.person_remote_id',
  work_id: 's.work_id',
  work_email: 's.work_email',
  personal_email: 's.personal_email',
  name_key: 's.name_key',
  birth_date: 's.birth_date',
  company_id: relation('company'),
  manager_id: relation('manager'),
  team_id: relation('team'),
  pay_group_id: relation('pay_group'),
  home_location_id: relation('home_location'),
  work_location_id: relation('work_location'),
  group_ids: `array(select jsonb_array_elements_text(s.relations->'groups')::uuid)`,
  start_date: day('start_date'),
  termination_date: day('termination_date'),
};

/** In the order in which records may name each other. */
export const RECORD_PLANS: readonly RecordPlan[] = [
  plan('company', Company, { relations: [], columns: {} }),
  plan('location', Location, {
    relations: [],
    columns: fieldColumns('location_type', 'country'),
    owner: `case when r.source_key like 'home:%' then substr(r.source_key, 6)::uuid end`,
  }),
  plan('group', Group, {
    relations: ['parent_group'],
    columns: {
      ...fieldColumns('name', 'type'),
      is_commonly_used_as_team: `(${field('is_commonly_used_as_team')})::boolean`,
    },
  }),
  plan('employee', Employee, { relations: EMPLOYEE_RELATIONS, columns: EMPLOYEE_COLUMNS }),
  plan('employment', Employment, {
    relations: ['employee', 'pay_group'],
    columns: {
      employee_id: 's.person_id',
      effective_date: 's.effective_date',
      pay_group_id: relation('pay_group'),
    },
    owner: 'r.employee_id',
  }),
];

function plan(
  model: RecordModel,
  schema: TObject,
  rest: { relations: readonly string[]; columns: Record<string, string>; owner?: string },
): RecordPlan {
  const fields = Object.keys(schema.properties).filter((name) => !(name in baseProperties));
  const relations = new Set(rest.relations);
  return {
    model,
    table: RECORD_TABLES[model],
    fields,
    relations,
    columns: rest.columns,
    owner: rest.owner ?? NO_OWNER,
  };
}

const NOW = apiTimestampSql('now()');

/**
 * SQL for the body of the staged row `s`, as the API sends it. The fields were validated when they were staged; ids and
 * times are of typed columns: so the body fits the schema.
 * @param createdAt SQL for the record's creation
 */
export function bodySql(plan: RecordPlan, createdAt: string): string {
  const base = [
    `'id', s.record_id`,
    `'remote_id', s.remote_id`,
    `'created_at', ${apiTimestampSql(createdAt)}`,
    `'modified_at', ${NOW}`,
    `'remote_was_deleted', false`,
    `'field_mappings', null`,
    `'remote_data', null`,
  ];
  const fields = plan.fields.map(
    (name) => `'${name}', s.${plan.relations.has(name) ? 'relations' : 'fields'}->'${name}'`,
  );
  return `json_build_object(${[...base, ...fields].join(', ')})`;
}

/** SQL for the body of the record `r` once it is deleted. */
export const TOMBSTONE_BODY = `(
  select json_object_agg(entry.key,
    case entry.key when 'remote_was_deleted' then to_json(true) when 'modified_at' then to_json(${NOW}) else entry.value end
    order by entry.position)
  from json_each(r.body) with ordinality entry(key, value, position))`;

/** SQL for what changed between two bodies: [{field, before, after}]. */
export const changesSql = (before: string, after: string): string => `(
  select coalesce(json_agg(json_build_object('field', a.key, 'before', b.value, 'after', a.value) order by a.position), '[]')
  from json_each(${after}) with ordinality a(key, value, position) left join json_each(${before}) b on b.key = a.key
  where a.key <> 'modified_at' and a.value::jsonb is distinct from b.value::jsonb)`;
