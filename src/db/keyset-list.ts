import { sql, type RawBuilder } from 'kysely';
import { openCursors, toPage, type Page, type PageRequest } from '../lib/page.ts';
import type { Db } from './client.ts';

export interface KeysetList {
  /** `select … from …`, whose rows have an `id` and the timestamp as text in `keyset_key`. */
  select: RawBuilder<unknown>;
  /** All of them hold; the tenant's is one of them. */
  conditions: RawBuilder<unknown>[];
  /** The timestamp and the id that the list is ordered by, as SQL of ours. */
  order: { key: string; id: string; isNewestFirst: boolean };
  /** What a cursor is tied to: tenant or scope, name of the list, filters. */
  list: { list: string } & Record<string, unknown>;
}

/** One page in the order of a timestamp and an id. @throws AppError `cursor_invalid` */
export async function listByKeyset<Row extends { id: string }, T>(
  deps: { db: Db; cursorKey: Uint8Array },
  { select, conditions, order, list }: KeysetList,
  request: PageRequest,
  toItem: (row: Row) => T,
): Promise<Page<T>> {
  const cursors = openCursors(deps.cursorKey, list);
  const from = cursors.read(request.cursor);
  const isDescending = order.isNewestFirst !== (from?.direction === 'previous');
  const [key, id] = [sql.raw(order.key), sql.raw(order.id)];
  const beyond = isDescending ? sql`<` : sql`>`;
  const start = from ? [sql`(${key}, ${id}) ${beyond} (${from.value}::timestamptz, ${from.id}::uuid)`] : [];
  const direction = isDescending ? sql`desc` : sql`asc`;
  const { rows } = await sql<Row & { keyset_key: string }>`
    ${select} where ${sql.join([...conditions, ...start], sql` and `)}
     order by ${key} ${direction}, ${id} ${direction} limit ${request.pageSize + 1}`.execute(deps.db);
  const placed = rows.map((row) => ({ row, place: { key: row.keyset_key, id: row.id } }));
  return toPage(cursors, from, placed, request.pageSize, ({ row }) => toItem(row));
}
