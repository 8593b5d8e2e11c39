import type { Db } from '../db/client.ts';
import { findBodies, type StoredRecord } from './record-store.ts';
import { EXPANDABLE_RELATIONS, type RecordModel } from './record-tables.ts';

/** What a caller asked for beside the stored body. */
export interface RecordExtras {
  /** Relations to replace by their records, one level deep. */
  expand: readonly string[];
  /** Enum fields to give in the source's own words. */
  enumOrigins: readonly string[];
  isRemoteDataIncluded: boolean;
  areSensitiveFieldsIncluded: boolean;
}

type Body = Record<string, unknown>;

// A quote inside a JSON string is escaped, so this can only be a key with its value.
const SSN = /"ssn"\s*:\s*"(?:[^"\\]|\\.)*"/g;

/** True when stored bodies can be sent as they are (but for `hideSensitive`). */
export function isBodyEnough(extras: RecordExtras): boolean {
  return extras.expand.length === 0 && extras.enumOrigins.length === 0 && !extras.isRemoteDataIncluded;
}

/** Bodies as text, without what must be asked for by name. */
export function hideSensitive(bodies: string, extras: RecordExtras): string {
  return extras.areSensitiveFieldsIncluded ? bodies : bodies.replace(SSN, '"ssn":null');
}

/** Records with the extras; one query per relation, however many records. */
export async function presentRecords(
  db: Db,
  linkedAccountId: string,
  model: RecordModel,
  records: StoredRecord[],
  extras: RecordExtras,
  /** The instant of which relations are expanded; null: now. */
  instant: string | null,
): Promise<Body[]> {
  const bodies = records.map((record) => toBody(record, extras));
  for (const field of extras.expand) {
    const target = EXPANDABLE_RELATIONS[model][field];
    if (target) await expandField(db, linkedAccountId, { target, field, instant }, bodies, extras);
  }
  return bodies;
}

function toBody(record: StoredRecord, extras: RecordExtras): Body {
  const body = JSON.parse(hideSensitive(record.body, extras)) as Body;
  const origins = JSON.parse(record.enum_origins ?? '{}') as Record<string, string>;
  for (const field of extras.enumOrigins) {
    if (field in body) body[field] = origins[field] ?? body[field];
  }
  if (extras.isRemoteDataIncluded) body['remote_data'] = JSON.parse(record.remote_data ?? 'null');
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
  const byId = new Map(rows.map((row) => [row.id, JSON.parse(hideSensitive(row.body, extras)) as Body]));
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
