import { invalidRequest } from './api-error.ts';

export type Query = Readonly<Record<string, unknown>>;

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

interface Keyed {
  id: string;
}

const MAX_LIMIT = 100;

/**
 * The page that the query's `limit` and `cursor` ask for. `sorted` yields rows by id, none twice, from the first one after
 * `afterId` on (the whole when null). A cursor names the last id given out, so that people who come and go in between
 * shift nothing.
 */
export function pageOf<R extends Keyed, T>(
  query: Query,
  sorted: (afterId: string | null) => Iterable<R>,
  toItem: (row: R) => T,
): Page<T> {
  const limit = limitOf(query['limit']);
  const items: T[] = [];
  let lastId = '';
  for (const row of sorted(cursorOf(query['cursor']))) {
    if (items.length === limit) return { items, next_cursor: toCursor(lastId) };
    items.push(toItem(row));
    lastId = row.id;
  }
  return { items, next_cursor: null };
}

/** For lists that are in memory and sorted by id. */
export function* startingAfter<R extends Keyed>(rows: readonly R[], afterId: string | null): Iterable<R> {
  let [low, high] = [0, rows.length];
  while (afterId !== null && low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]!.id <= afterId) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < rows.length; index += 1) yield rows[index]!;
}

function limitOf(given: unknown): number {
  if (given === undefined) return MAX_LIMIT;
  const limit = Number(given);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw invalidRequest(`limit is a whole number from 1 to ${MAX_LIMIT}.`);
  }
  return limit;
}

function toCursor(id: string): string {
  return Buffer.from(`after:${id}`).toString('base64url');
}

function cursorOf(given: unknown): string | null {
  if (given === undefined || given === '') return null;
  const text = typeof given === 'string' ? Buffer.from(given, 'base64url').toString('utf8') : '';
  if (!text.startsWith('after:')) throw invalidRequest('The cursor is not one of ours.');
  return text.slice('after:'.length);
}
