import type { JsonSchema, OpenApiDocument } from '../../src/http/document/document-types.ts';
import { INSTANT, type Owner } from './owner.ts';

/** The document's model of a table of records. */
export const RECORD_MODELS: Record<string, string> = {
  companies: 'Company',
  locations: 'Location',
  groups: 'Group',
  employees: 'Employee',
  employments: 'Employment',
  teams: 'Team',
  pay_groups: 'PayGroup',
  payroll_runs: 'PayrollRun',
  employee_payroll_runs: 'EmployeePayrollRun',
  time_off: 'TimeOff',
  time_off_balances: 'TimeOffBalance',
};

/** A stored record with its body: every field of the model that can be filled in. */
export function recordColumns(table: string, owner: Owner, turn: number, document: OpenApiDocument) {
  const model = document.components.schemas[RECORD_MODELS[table]!]!;
  const id = owner.ids[table]![turn]!;
  const fields = Object.entries(model.properties ?? {}).map(([name, schema]) => [
    name,
    fieldOf(name, schema, owner, turn),
  ]);
  const body = {
    ...Object.fromEntries(fields),
    id,
    created_at: INSTANT,
    modified_at: INSTANT,
    remote_was_deleted: false,
    field_mappings: null,
    remote_data: null,
  };
  return {
    id,
    source_key: id,
    sequence: 1,
    created_at: INSTANT,
    modified_at: INSTANT,
    body: JSON.stringify(body),
    remote_data: JSON.stringify([{ path: '/x', data: { note: `canary-${owner.label}-remote` } }]),
    enum_origins: '{}',
  };
}

/** Relations of a record, by field. */
const RELATIONS: Record<string, string> = {
  company: 'companies',
  employee: 'employees',
  home_location: 'locations',
  work_location: 'locations',
  pay_group: 'pay_groups',
  payroll_run: 'payroll_runs',
  team: 'teams',
  groups: 'groups',
  employments: 'employments',
};

function fieldOf(name: string, schema: JsonSchema, owner: Owner, turn: number): unknown {
  const shape = schema.anyOf?.find((choice) => choice.type !== 'null') ?? schema;
  const related = owner.ids[RELATIONS[name] ?? '']?.[turn];
  if (related !== undefined) return shape.type === 'array' ? [related] : related;
  if (name === 'ssn') return null;
  if (shape.type === 'string' && shape.format === undefined) return `canary-${owner.label}-${name}`;
  if (shape.format === 'date-time') return '2026-01-05T00:00:00Z';
  if (shape.type === 'number') return 1;
  if (shape.type === 'boolean') return true;
  return null;
}
