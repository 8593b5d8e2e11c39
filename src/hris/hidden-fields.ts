import { EXPANDABLE_RELATIONS, SENSITIVE_FIELDS, type RecordModel } from './record-tables.ts';
import { RECORD_MODEL_NAMES, SCOPE_FIELDS, type Scopes } from './scopes.ts';

/** What an account's scopes keep out of its records. */
export interface HiddenFields {
  /** Models without any record. */
  models: ReadonlySet<RecordModel>;
  /** Fields that are null, sensitive ones and relations to hidden models among them. */
  fields: Readonly<Record<RecordModel, ReadonlySet<string>>>;
}

const RECORD_MODELS = Object.keys(RECORD_MODEL_NAMES) as RecordModel[];

export function toHiddenFields(scopes: Scopes): HiddenFields {
  const models = new Set(RECORD_MODELS.filter((model) => !scopes[RECORD_MODEL_NAMES[model]]));
  const own = Object.fromEntries(
    RECORD_MODELS.map((model) => [model, hiddenFieldsOf(model, scopes, models)]),
  ) as Record<RecordModel, Set<string>>;
  const isAnyHidden = (model: RecordModel) =>
    models.has(model) || [...own[model]].some((field) => !SENSITIVE.includes(field));
  const fields = Object.fromEntries(
    RECORD_MODELS.map((model) => {
      const ofRows = SEEN_IN_ROWS[model].some(isAnyHidden) ? [FROM_ROWS] : [];
      return [model, new Set([...own[model], ...ofRows])];
    }),
  ) as unknown as HiddenFields['fields'];
  return { models, fields };
}

const SENSITIVE: readonly string[] = SENSITIVE_FIELDS;
/** The field that is computed from the source's own rows: it goes with them. */
const FROM_ROWS = 'field_mappings';

/**
 * What a row of the source may hold beside its model's own fields. The cells of a row are the source's own, and nobody knows of each what
 * it tells: where anything of these models is hidden, the row is not kept.
 */
const SEEN_IN_ROWS: Record<RecordModel, readonly RecordModel[]> = {
  company: ['company', 'location', 'group', 'team'],
  location: ['location'],
  group: ['group', 'team'],
  team: ['group', 'team'],
  pay_group: ['pay_group'],
  payroll_run: ['payroll_run', 'employee_payroll_run'],
  employee: ['employee', 'employment', 'location', 'group', 'team', 'pay_group'],
  employment: ['employee', 'employment', 'location', 'group', 'team', 'pay_group'],
  employee_payroll_run: ['employee', 'pay_group', 'payroll_run', 'employee_payroll_run'],
  time_off: ['employee', 'time_off'],
  time_off_balance: ['employee', 'time_off_balance'],
};

/** The source's own rows of the model's records are not kept. Sensitive fields are never in a row that is kept. */
export function hidesRows({ fields }: HiddenFields, model: RecordModel): boolean {
  return fields[model].has(FROM_ROWS);
}

/** A relation to what is not there names nothing that a caller could read. */
function hiddenFieldsOf(
  model: RecordModel,
  scopes: Scopes,
  hiddenModels: ReadonlySet<RecordModel>,
): Set<string> {
  const name = RECORD_MODEL_NAMES[model];
  const relations = EXPANDABLE_RELATIONS[model];
  return new Set(
    SCOPE_FIELDS[name].filter((field) => {
      const target = relations[field];
      return !scopes[name]?.includes(field) || (target !== undefined && hiddenModels.has(target));
    }),
  );
}

/** A filter that is named otherwise than the field it looks at. */
const FILTERED_FIELDS: Readonly<Record<string, string>> = {
  company_id: 'company',
  home_location_id: 'home_location',
  manager_id: 'manager',
  pay_group_id: 'pay_group',
  team_id: 'team',
  work_location_id: 'work_location',
  parent_team_id: 'parent_team',
  payroll_run_id: 'payroll_run',
  approver_id: 'approver',
  started_after: 'start_date',
  started_before: 'start_date',
  ended_after: 'end_date',
  ended_before: 'end_date',
  terminated_after: 'termination_date',
  terminated_before: 'termination_date',
  names: 'name',
  types: 'type',
};
/** Filters of employees by their current employment. */
const EMPLOYMENT_FILTERS = ['job_title', 'employment_type'];

/** Whether a list has nothing to show: its model is hidden, or it is filtered by what may not be read. */
export function hidesAll(
  hidden: HiddenFields | null | undefined,
  model: RecordModel,
  filters: Readonly<Record<string, unknown>>,
): boolean {
  if (!hidden) return false;
  if (hidden.models.has(model)) return true;
  return Object.keys(filters).some((name) => {
    if (model === 'employee' && EMPLOYMENT_FILTERS.includes(name)) {
      return hidden.models.has('employment') || hidden.fields.employment.has(name);
    }
    const field = FILTERED_FIELDS[name] ?? name;
    return hidden.fields[model].has(model === 'time_off' ? field.replace('_date', '_time') : field);
  });
}
