import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../db/client.ts';
import type { CursorPosition } from '../lib/cursor.ts';
import type { FetchedEnds, RowPlace } from '../lib/page.ts';
import { toConditions, type FilterValue } from './record-filters.ts';
import { RECORD_TABLES, type RecordModel } from './record-tables.ts';

export interface RecordSelection {
  model: RecordModel;
  filters: Record<string, FilterValue>;
  isDeletedIncluded: boolean;
  order: RecordOrder;
  from: CursorPosition | undefined;
  pageSize: number;
}

export type RecordOrder = 'created_at' | 'effective_date' | '-effective_date';

/** A record's stored texts; the body is ready to be sent. */
export interface StoredRecord {
  body: string;
  remote_data: string | null;
  enum_origins: string | null;
}

// Nulls last both ways, and row comparison works: the infinities stand for null.
const ORDER_KEYS: Record<
  RecordOrder,
  { key: RawBuilder<unknown>; type: RawBuilder<unknown>; isDescending: boolean }
> = {
  created_at: { key: sql`created_at`, type: sql`timestamptz`, isDescending: false },
  effective_date: { key: sql`coalesce(effective_date, 'infinity')`, type: sql`date`, isDescending: false },
  '-effective_date': { key: sql`coalesce(effective_date, '-infinity')`, type: sql`date`, isDescending: true },
};

/** One page as a text: the bodies joined by Postgres, three times as fast as row by row (bench). Empty: no rows. */
export async function listBodies(
  db: Db,
  linkedAccountId: string,
  selection: RecordSelection,
): Promise<{ bodies: string; ends: FetchedEnds }> {
  const { pageSize } = selection;
  const inListOrder = selection.from?.direction === 'previous' ? sql`n desc` : sql`n`;
  const { rows } = await sql<BodiesRow>`
    select count(*)::int as row_count,
           string_agg(body::text, ',' order by ${inListOrder}) filter (where n <= ${pageSize}) as bodies,
           max(key) filter (where n = 1) as nearest_key, max(id) filter (where n = 1) as nearest_id,
           max(key) filter (where n = ${pageSize}) as farthest_key,
           max(id) filter (where n = ${pageSize}) as farthest_id
      from (${selectPage(linkedAccountId, selection, sql`body`)}) page`.execute(db);
  const row = rows[0]!;
  const ends = {
    hasMore: row.row_count > pageSize,
    nearest: toPlace(row.nearest_key, row.nearest_id),
    farthest: toPlace(row.farthest_key, row.farthest_id),
  };
  return { bodies: row.bodies ?? '', ends };
}

/** The same page row by row, with what stands beside the bodies; nearest to the cursor first, one row beyond the page. */
export async function listStoredRecords(
  db: Db,
  linkedAccountId: string,
  selection: RecordSelection,
): Promise<(StoredRecord & { place: RowPlace })[]> {
  const columns = sql`body::text as body, remote_data::text as remote_data, enum_origins::text as enum_origins`;
  const { rows } = await sql<StoredRecord & RowPlace>`
    select * from (${selectPage(linkedAccountId, selection, columns)}) page order by n`.execute(db);
  return rows.map(({ key, id, ...record }) => ({ ...record, place: { key, id } }));
}

export async function findStoredRecord(
  db: Db,
  linkedAccountId: string,
  model: RecordModel,
  id: string,
): Promise<StoredRecord | undefined> {
  const { rows } = await sql<StoredRecord>`
    select body::text as body, remote_data::text as remote_data, enum_origins::text as enum_origins
      from ${sql.table(RECORD_TABLES[model])}
     where linked_account_id = ${linkedAccountId} and id = ${id}`.execute(db);
  return rows[0];
}

/** Bodies by id, also of deleted records: a relation may still point to one. */
export async function findBodies(
  db: Db,
  linkedAccountId: string,
  model: RecordModel,
  ids: string[],
): Promise<{ id: string; body: string }[]> {
  const { rows } = await sql<{ id: string; body: string }>`
    select id, body::text as body
      from ${sql.table(RECORD_TABLES[model])}
     where linked_account_id = ${linkedAccountId} and id = any(${ids}::uuid[])`.execute(db);
  return rows;
}

interface BodiesRow {
  row_count: number;
  bodies: string | null;
  nearest_key: string | null;
  nearest_id: string | null;
  farthest_key: string | null;
  farthest_id: string | null;
}

const toPlace = (key: string | null, id: string | null): RowPlace | null =>
  key === null || id === null ? null : { key, id };

function selectPage(linkedAccountId: string, selection: RecordSelection, columns: RawBuilder<unknown>) {
  const { key, type, isDescending } = ORDER_KEYS[selection.order];
  const isDownward = isDescending !== (selection.from?.direction === 'previous');
  const direction = isDownward ? sql`desc` : sql`asc`;
  const beyond = isDownward ? sql`<` : sql`>`;
  const conditions = [
    sql`linked_account_id = ${linkedAccountId}`,
    ...toConditions(selection.model, selection.filters),
  ];
  if (!selection.isDeletedIncluded) conditions.push(sql`not remote_was_deleted`);
  if (selection.from) {
    const { value, id } = selection.from;
    conditions.push(sql`(${key}, id) ${beyond} (${value}::${type}, ${id}::uuid)`);
  }
  return sql`
    select ${columns}, id::text as id, (${key})::text as key, row_number() over (order by ${key} ${direction}, id ${direction}) as n
      from ${sql.table(RECORD_TABLES[selection.model])}
     where ${sql.join(conditions, sql` and `)}
     order by ${key} ${direction}, id ${direction}
     limit ${selection.pageSize + 1}`;
}
