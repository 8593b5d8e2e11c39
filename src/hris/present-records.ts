import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import type { HiddenFields } from './hidden-fields.ts';
import type { StoredRecord } from './record-selection.ts';
import { findBodies } from './record-store.ts';
import { EXPANDABLE_RELATIONS, type RecordModel } from './record-tables.ts';
import { addSensitiveFields } from './sensitive-fields.ts';

/** What a caller asked for beside the stored body. */
export interface RecordExtras {
  /** Relations to replace by their records, one level deep. */
  expand: readonly string[];
  /** Enum fields to give in the source's own words. */
  enumOrigins: readonly string[];
  isRemoteDataIncluded: boolean;
  areSensitiveFieldsIncluded: boolean;
  /** What the account's scopes disable and stored bodies may still hold; null: nothing. */
  hiddenFields?: HiddenFields | null | undefined;
}

type Body = Record<string, unknown>;

// A quote inside a JSON string is escaped, so this can only be a key with its value.
const SSN = /"ssn"\s*:\s*"(?:[^"\\]|\\.)*"/g;

/** True when stored bodies can be sent as they are (but for `hideSensitive`). */
export function isBodyEnough(extras: RecordExtras): boolean {
  return (
    extras.expand.length === 0 &&
    extras.enumOrigins.length === 0 &&
    !extras.isRemoteDataIncluded &&
    !extras.areSensitiveFieldsIncluded &&
    !extras.hiddenFields
  );
}

/** Bodies as text, without what must be asked for by name: it is stored sealed, and elsewhere. */
export function hideSensitive(bodies: string): string {
  return bodies.replace(SSN, '"ssn":null');
}

/** Records with the extras; one query per relation, however many records. */
export async function presentRecords(
  deps: { db: Db; vault: Vault },
  linkedAccountId: string,
  model: RecordModel,
  records: StoredRecord[],
  extras: RecordExtras,
  /** The instant of which relations are expanded; null: now. */
  instant: string | null,
): Promise<Body[]> {
  const bodies = records.map((record) => toBody(model, record, extras));
  const expand = async (field: string): Promise<void> => {
    const target = EXPANDABLE_RELATIONS[model][field];
    if (target) await expandField(deps.db, linkedAccountId, { target, field, instant }, bodies, extras);
  };
  await Promise.all([...new Set(extras.expand)].map(expand));
  if (extras.areSensitiveFieldsIncluded && instant === null) {
    await addSensitiveFields(deps, linkedAccountId, bodies, extras.hiddenFields);
  }
  return bodies;
}

function toBody(model: RecordModel, record: StoredRecord, extras: RecordExtras): Body {
  const body = readBody(model, record.body, extras);
  const hidden = extras.hiddenFields?.fields[model];
  const origins =
    extras.enumOrigins.length === 0
      ? {}
      : (JSON.parse(record.enum_origins ?? '{}') as Record<string, string>);
  for (const field of extras.enumOrigins) {
    if (field in body && !hidden?.has(field)) body[field] = origins[field] ?? body[field];
  }
  // Which of the source's own cells a hidden field was read from is not known: none is shown.
  const isRemoteDataShown = extras.isRemoteDataIncluded && !hidden?.size;
  if (isRemoteDataShown) body['remote_data'] = JSON.parse(record.remote_data ?? 'null');
  return body;
}

function readBody(model: RecordModel, text: string, extras: RecordExtras): Body {
  const body = JSON.parse(hideSensitive(text)) as Body;
  const hidden = extras.hiddenFields?.fields[model];
  for (const field of hidden ?? []) if (field in body) body[field] = null;
  // Nor is it known which cells a mapped value was read from.
  if (hidden?.size) body['field_mappings'] = null;
  return body;
}

async function expandField(
  db: Db,
  linkedAccountId: string,
  { target, field, instant }: { target: RecordModel; field: string; instant: string | null },
  bodies: Body[],
  extras: RecordExtras,
): Promise<void> {
  const ids = [...new Set(bodies.flatMap((body) => idsIn(body[field])))];
  if (ids.length === 0) return;
  const rows = await findBodies(db, linkedAccountId, target, ids, instant);
  const byId = new Map(rows.map((row) => [row.id, readBody(target, row.body, extras)]));
  const toRecord = (id: string): Body | string => byId.get(id) ?? id;
  for (const body of bodies) {
    const value = body[field];
    if (typeof value === 'string') body[field] = toRecord(value);
    else if (Array.isArray(value)) body[field] = (value as string[]).map(toRecord);
  }
}

function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? (value as string[]) : [];
}
