import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../db/client.ts';
import type { CursorPosition } from '../lib/cursor.ts';
import type { FetchedEnds, RowPlace } from '../lib/page.ts';
import { toConditions, type FilterValue } from './record-filters.ts';
import { recordSources, type RecordSource } from './record-states.ts';
import type { RecordModel } from './record-tables.ts';

export interface RecordSelection {
  model: RecordModel;
  filters: Record<string, FilterValue>;
  isDeletedIncluded: boolean;
  order: RecordOrder;
  /** The instant whose knowledge counts; null: now. */
  instant: string | null;
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
  instant: string | null,
): Promise<StoredRecord | undefined> {
  const states = recordSources(linkedAccountId, model, instant).map(
    ({ from, conditions }) => sql`
    select body::text as body, remote_data::text as remote_data, enum_origins::text as enum_origins
      from ${from} source where ${sql.join([...conditions, sql`id = ${id}`], sql` and `)}`,
  );
  const { rows } = await sql<StoredRecord>`${sql.join(states, sql` union all `)}`.execute(db);
  return rows[0];
}

/** Bodies by id, also of deleted records: a relation may still point to one. */
export async function findBodies(
  db: Db,
  linkedAccountId: string,
  model: RecordModel,
  ids: string[],
  instant: string | null,
): Promise<{ id: string; body: string }[]> {
  const states = recordSources(linkedAccountId, model, instant).map(
    ({ from, conditions }) => sql`
    select id, body::text as body
      from ${from} source where ${sql.join([...conditions, sql`id = any(${ids}::uuid[])`], sql` and `)}`,
  );
  const { rows } = await sql<{ id: string; body: string }>`${sql.join(states, sql` union all `)}`.execute(db);
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
  const sources = recordSources(linkedAccountId, selection.model, selection.instant);
  const { isDownward } = directionOf(selection);
  const direction = isDownward ? sql`desc` : sql`asc`;
  const parts = sources.map((source) => selectPart(source, selection, columns));
  return sql`
    select part.*, row_number() over (order by place ${direction}, place_id ${direction}) as n
      from (${sql.join(parts, sql` union all `)}) part
     order by place ${direction}, place_id ${direction}
     limit ${selection.pageSize + 1}`;
}

/** As much of one source as a page could need, so that an index can give it. */
function selectPart(source: RecordSource, selection: RecordSelection, columns: RawBuilder<unknown>) {
  const { key, type, isDownward } = directionOf(selection);
  const direction = isDownward ? sql`desc` : sql`asc`;
  const beyond = isDownward ? sql`<` : sql`>`;
  const conditions = [...source.conditions, ...toConditions(selection.model, selection.filters)];
  if (!selection.isDeletedIncluded) conditions.push(sql`not remote_was_deleted`);
  if (selection.from) {
    const { value, id } = selection.from;
    conditions.push(sql`(${key}, source.id) ${beyond} (${value}::${type}, ${id}::uuid)`);
  }
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
  return sql`(
    select ${columns}, source.id::text as id, (${key})::text as key, ${key} as place, source.id as place_id
      from ${source.from} source
     where ${where}
     order by ${key} ${direction}, source.id ${direction}
     limit ${selection.pageSize + 1})`;
}

function directionOf({ order, from }: RecordSelection) {
  const { key, type, isDescending } = ORDER_KEYS[order];
  return { key, type, isDownward: isDescending !== (from?.direction === 'previous') };
}
