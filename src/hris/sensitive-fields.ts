import { sql } from 'kysely';
import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import type { HiddenFields } from './hidden-fields.ts';
import { SENSITIVE_FIELDS } from './record-tables.ts';

type Body = Record<string, unknown>;

/** The name that a sealed field of a record is bound to. */
export const sealedFieldName = (model: string, field: string): string => `record.${model}.${field}`;

/**
 * Puts what is sealed beside people into their bodies, also into those that a relation was expanded to. Of an account whose scopes no
 * longer allow it, nothing.
 */
export async function addSensitiveFields(
  deps: { db: Db; vault: Vault },
  linkedAccountId: string,
  bodies: readonly Body[],
  hiddenFields: HiddenFields | null | undefined,
): Promise<void> {
  const people = Map.groupBy(bodies.flatMap(peopleIn), (body) => body['id'] as string);
  const isShown = (field: string) => !hiddenFields?.fields.employee.has(field);
  const sealed = (await listSealed(deps.db, linkedAccountId, [...people.keys()])).filter(({ field }) =>
    isShown(field),
  );
  if (sealed.length === 0) return;
  const sealer = await deps.vault.openSealer(deps.db, { linkedAccountId });
  for (const { record_id, field, sealed: bytes } of sealed) {
    const plain = sealer.unseal(sealedFieldName('employee', field), bytes);
    for (const body of people.get(record_id) ?? []) body[field] = plain;
  }
}

/** No other model of those that are stored has such a field. */
function peopleIn(value: unknown): Body[] {
  if (Array.isArray(value)) return value.flatMap(peopleIn);
  if (typeof value !== 'object' || value === null) return [];
  const body = value as Body;
  const expanded = Object.values(body).filter(isRecord).flatMap(peopleIn);
  return SENSITIVE_FIELDS.some((field) => field in body) && isRecord(body) ? [body, ...expanded] : expanded;
}

/** A record, or records; custom fields and the source's own rows have no uuid and time of ours. */
function isRecord(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isRecord);
  if (typeof value !== 'object' || value === null) return false;
  return 'id' in value && 'remote_was_deleted' in value;
}

async function listSealed(
  db: Db,
  linkedAccountId: string,
  ids: string[],
): Promise<{ record_id: string; field: string; sealed: Buffer }[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ record_id: string; field: string; sealed: Buffer }>`
    select record_id, field, sealed from sealed_fields
     where linked_account_id = ${linkedAccountId} and model = 'employee' and record_id = any(${ids}::uuid[])`.execute(
    db,
  );
  return rows;
}
