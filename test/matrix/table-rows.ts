import { randomBytes } from 'node:crypto';
import type { OpenApiDocument } from '../../src/http/document/document-types.ts';
import type { Column } from './catalog.ts';
import { INSTANT, type Owner } from './owner.ts';
import { RECORD_MODELS, recordColumns } from './record-rows.ts';
import { VALUES } from './table-values.ts';

/** One row as full as the catalog allows: texts are canaries, ids are the owner's, the rest is the least that fits. */
export function fillRow(
  columns: Column[],
  owner: Owner,
  turn: number,
  document: OpenApiDocument,
): Record<string, unknown> {
  const { table } = columns[0]!;
  const row = Object.fromEntries(
    columns.flatMap((column) => {
      const value = valueOf(column, owner, turn);
      return value === undefined ? [] : [[column.name, value]];
    }),
  );
  const own = { ...row, ...VALUES[table]?.(owner, turn) };
  return RECORD_MODELS[table] ? { ...own, ...recordColumns(table, owner, turn, document) } : own;
}

function valueOf(column: Column, owner: Owner, turn: number): unknown {
  const { name, type, isNullable, hasDefault, words } = column;
  const id = idOf(column, owner, turn);
  if (id !== undefined) return id;
  if (words) return hasDefault ? undefined : words[0];
  if (type === 'text') return `canary-${owner.label}-${name}-${turn}`;
  if (isNullable || hasDefault) return undefined;
  switch (type) {
    case 'uuid':
      return owner.ids[column.table]![turn];
    case 'timestamptz':
      return INSTANT;
    case 'date':
      return `2026-11-${20 + turn}`;
    case 'bool':
      return false;
    case 'bytea':
      return randomBytes(32);
    case 'json':
    case 'jsonb':
      return '{}';
    default:
      return type.startsWith('_') ? [] : turn + 1;
  }
}

/** `employee_id` is an employee of the owner's, `sync_run_id` a run of its, and so on. */
function idOf({ table, name, type }: Column, owner: Owner, turn: number): string | undefined {
  if (name === 'organization_id') return owner.organizationId;
  if (name === 'linked_account_id') return owner.linkedAccountId;
  if (type !== 'uuid') return undefined;
  const of = name === 'id' ? table : (REFERENCES[`${table}.${name}`] ?? REFERENCES[name]);
  return of === undefined ? undefined : owner.ids[of]?.[turn];
}

const REFERENCES: Record<string, string> = {
  employee_id: 'employees',
  company_id: 'companies',
  team_id: 'teams',
  pay_group_id: 'pay_groups',
  payroll_run_id: 'payroll_runs',
  home_location_id: 'locations',
  work_location_id: 'locations',
  sync_run_id: 'sync_runs',
  record_id: 'employees',
  endpoint_id: 'webhook_endpoints',
  event_id: 'outbox_events',
  delivery_id: 'webhook_deliveries',
  notification_id: 'notifications',
  api_key_id: 'api_keys',
  issue_id: 'issues',
  target_id: 'field_targets',
};
