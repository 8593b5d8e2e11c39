import type { Db } from '../db/client.ts';
import { openCursors, toPage, type PageRequest } from '../lib/page.ts';
import { resolveAsOf } from './as-of.ts';
import { hideSensitive, isBodyEnough, presentRecords, type RecordExtras } from './present-records.ts';
import type { FilterValue } from './record-filters.ts';
import { listBodies, listStoredRecords, type RecordOrder, type RecordSelection } from './record-store.ts';
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

/** A page whose results are JSON already: the items of an array, joined by commas. */
export interface RecordPage {
  next: string | null;
  previous: string | null;
  results: string;
}

/**
 * One page of a model's records. Its cursors stand on the place of a row, so that rows that come, change or go
 * meanwhile neither repeat nor hide others.
 * @throws AppError invalid_input `cursor_invalid`, and see resolveAsOf
 */
export async function listRecords(
  deps: { db: Db; cursorKey: Uint8Array },
  input: ListRecordsInput,
): Promise<RecordPage> {
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
  if (isBodyEnough(extras)) {
    const { bodies, ends } = await listBodies(deps.db, linkedAccountId, selection);
    return { ...cursors.links(from, ends), results: hideSensitive(bodies, extras) };
  }
  const rows = await listStoredRecords(deps.db, linkedAccountId, selection);
  const page = toPage(cursors, from, rows, pageSize, (row) => row);
  const bodies = await presentRecords(deps.db, linkedAccountId, model, page.results, extras, instant);
  return { ...page, results: bodies.map((body) => JSON.stringify(body)).join(',') };
}
