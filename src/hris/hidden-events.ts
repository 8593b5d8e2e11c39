import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { toHiddenFields, type HiddenFields } from './hidden-fields.ts';
import type { RecordModel } from './record-tables.ts';
import { parseScopes } from './scopes.ts';

/** Events of people's lives in the company, by the field of a person that they tell. */
const TELLING_EVENTS: Readonly<Record<string, readonly string[]>> = {
  start_date: ['employee.onboarding_scheduled', 'employee.started', 'employee.rehired'],
  termination_date: [
    'employee.offboarding_scheduled',
    'employee.offboarding_canceled',
    'employee.terminated',
  ],
  manager: ['employee.manager_changed'],
  groups: ['employee.department_changed'],
};
/** What such an event tells beside the record. */
const TOLD = ['effective_date', 'previous_effective_date', 'before', 'after'];

/** Types of events that tell of nothing but a hidden field. */
export function listTellingEvents(names: Iterable<string>): string[] {
  return [...names].flatMap((name) => TELLING_EVENTS[name] ?? []);
}

/** Of the accounts, those whose stored records do not follow their scopes yet, and what they hide. */
export async function listPendingHidden(
  db: Db | Trx,
  linkedAccountIds: readonly string[],
): Promise<ReadonlyMap<string, HiddenFields>> {
  if (linkedAccountIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; scopes: unknown }>`
    select id, scopes from linked_accounts
     where id = any(${[...new Set(linkedAccountIds)]}::uuid[]) and scopes_applied_version < scopes_version`.execute(
    db,
  );
  return new Map(rows.map(({ id, scopes }) => [id, toHiddenFields(parseScopes(scopes))]));
}

/** What a record's event tells, as JSON text, without what is hidden. */
export function hideEventData(type: string, text: string, hidden: HiddenFields): string {
  const model = type.split('.')[0] as RecordModel;
  const names = hidden.fields[model];
  const told = JSON.parse(text) as Record<string, unknown>;
  const record = told['record'] as Record<string, unknown> | null;
  if (hidden.models.has(model)) told['record'] = null;
  else for (const name of names) if (record && name in record) record[name] = null;
  const changes = told['changes'] as { field: string }[] | undefined;
  if (changes) {
    told['changes'] = hidden.models.has(model) ? [] : changes.filter(({ field }) => !names.has(field));
  }
  if (listTellingEvents(names).includes(type)) for (const name of TOLD) if (name in told) told[name] = null;
  return JSON.stringify(told);
}
