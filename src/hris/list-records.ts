import { hash } from 'node:crypto';
import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import { openCursors, toPage, type PageCursors, type PageRequest } from '../lib/page.ts';
import { resolveAsOf } from './as-of.ts';
import { hidesAll } from './hidden-fields.ts';
import { getFreshness, toFreshness, type Freshness } from './freshness.ts';
import { hideSensitive, isBodyEnough, presentRecords, type RecordExtras } from './present-records.ts';
import type { FilterValue } from './record-filters.ts';
import type { RecordOrder, RecordSelection } from './record-selection.ts';
import { listStoredRecords, readPage } from './record-store.ts';
import type { RecordModel } from './record-tables.ts';

export interface ListRecordsInput extends PageRequest {
  linkedAccountId: string;
  model: RecordModel;
  filters: Record<string, FilterValue>;
  isDeletedIncluded: boolean;
  order: RecordOrder;
  /** A day; undefined: as the records are. */
  asOf?: string | undefined;
  extras: RecordExtras;
}

/** What is sent of records: JSON already, with what its headers say. */
export interface RecordAnswer {
  json: string;
  /** Another for other bytes; opaque. */
  version: string;
  freshness: Freshness;
}

/**
 * One page of a model's records, in one round trip where stored bodies can be sent as they are. Its cursors stand on the
 * place of a row, so that rows that come, change or go meanwhile neither repeat nor hide others.
 * @throws AppError invalid_input `cursor_invalid`, and see resolveAsOf
 */
export async function listRecords(
  deps: { db: Db; vault: Vault; cursorKey: Uint8Array },
  input: ListRecordsInput,
): Promise<RecordAnswer> {
  const { linkedAccountId, model, filters, isDeletedIncluded, order, asOf, extras, pageSize } = input;
  const list = {
    linkedAccountId,
    model,
    filters,
    isDeletedIncluded,
    order,
    ...(asOf !== undefined && { asOf }),
  };
  const cursors = openCursors(deps.cursorKey, list);
  const from = cursors.read(input.cursor);
  const instant = await resolveAsOf(deps.db, linkedAccountId, { asOf, filters, extras });
  const selection: RecordSelection = { model, filters, isDeletedIncluded, order, instant, from, pageSize };
  return isBodyEnough(extras)
    ? await listBodies(deps.db, cursors, linkedAccountId, selection, extras)
    : await listPresented(deps, cursors, linkedAccountId, selection, extras);
}

async function listBodies(
  db: Db,
  cursors: PageCursors,
  linkedAccountId: string,
  selection: RecordSelection,
  extras: RecordExtras,
): Promise<RecordAnswer> {
  const { model, from, instant } = selection;
  const { bodies, version, ends, freshness } = await readPage(db, linkedAccountId, selection);
  const links = cursors.links(from, ends);
  const start = startOf(links);
  // Bodies of now hold nothing sensitive: the table refuses them. Former ones are looked through.
  const json = `${start}${instant === null ? bodies : hideSensitive(bodies)}]}`;
  return {
    json,
    version: isVersionTold(instant, extras)
      ? `${version}.${tailOf(links.next)}${tailOf(links.previous)}`
      : versionOf(json),
    freshness: toFreshness(model, freshness),
  };
}

async function listPresented(
  deps: { db: Db; vault: Vault },
  cursors: PageCursors,
  linkedAccountId: string,
  selection: RecordSelection,
  extras: RecordExtras,
): Promise<RecordAnswer> {
  const { model, from, instant, pageSize } = selection;
  const { db } = deps;
  const isHidden = hidesAll(extras.hiddenFields, model, selection.filters);
  const [rows, freshness] = await Promise.all([
    isHidden ? [] : listStoredRecords(db, linkedAccountId, selection),
    getFreshness(db, linkedAccountId, model),
  ]);
  const { results, ...links } = toPage(cursors, from, rows, pageSize, (row) => row);
  const bodies = await presentRecords(deps, linkedAccountId, model, results, extras, instant);
  const json = `${startOf(links)}${bodies.map((body) => JSON.stringify(body)).join(',')}]}`;
  return { json, version: versionOf(json), freshness };
}

function startOf({ next, previous }: { next: string | null; previous: string | null }): string {
  return `{"next":${JSON.stringify(next)},"previous":${JSON.stringify(previous)},"results":[`;
}

/** Whether a row's version says all that is sent: former states have none, and what is sensitive stands elsewhere. */
export function isVersionTold(instant: string | null, extras: RecordExtras): boolean {
  return instant === null && !extras.areSensitiveFieldsIncluded;
}

/** Short, and the same in every process. */
export function versionOf(json: string): string {
  return hash('sha256', json, 'base64url').slice(0, 22);
}

/** Of a cursor's signature, which is over all that the cursor says. */
const tailOf = (cursor: string | null): string => cursor?.slice(-16) ?? '-';
