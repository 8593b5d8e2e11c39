import { hashFilters, readCursor, writeCursor, type CursorPosition } from './cursor.ts';

export interface Page<T> {
  next: string | null;
  previous: string | null;
  results: T[];
}

export interface PageRequest {
  cursor?: string | undefined;
  pageSize: number;
}

/** What names a row's place in a list: the order key in the database's own text, and the id. */
export interface RowPlace {
  key: string;
  id: string;
}

/** One list, as its cursors see it: tenant, name, filters, order. */
export interface PageCursors {
  /** Where to go on from; undefined for the first page. @throws AppError `cursor_invalid` */
  read(cursor: string | undefined): CursorPosition | undefined;
  links(
    from: CursorPosition | undefined,
    fetched: FetchedEnds,
  ): { next: string | null; previous: string | null };
  /** For stores that work out themselves where the neighbour pages begin. */
  write(position: CursorPosition): string;
}

/** The ends of a fetch of at most `pageSize + 1` rows, in the order they were fetched. */
export interface FetchedEnds {
  hasMore: boolean;
  nearest: RowPlace | null;
  /** The last row that is shown; needed only with `hasMore`. */
  farthest: RowPlace | null;
}

export function openCursors(key: Uint8Array, list: object): PageCursors {
  const filterHash = hashFilters(list);
  const write = (position: CursorPosition): string => writeCursor(key, filterHash, position);
  const toLink = (direction: CursorPosition['direction'], place: RowPlace | null) =>
    place && write({ direction, value: place.key, id: place.id });
  return {
    write,
    read: (cursor) => (cursor === undefined ? undefined : readCursor(key, filterHash, cursor)),
    links(from, { hasMore, nearest, farthest }) {
      const isBackward = from?.direction === 'previous';
      const ahead = toLink(isBackward ? 'previous' : 'next', hasMore ? farthest : null);
      const behind = toLink(isBackward ? 'next' : 'previous', from ? nearest : null);
      return isBackward ? { next: behind, previous: ahead } : { next: ahead, previous: behind };
    },
  };
}

/** Cuts what was fetched (`pageSize + 1` rows at most, backward when `from` says so) into a page in list order. */
export function toPage<Row extends { place: RowPlace }, T>(
  cursors: PageCursors,
  from: CursorPosition | undefined,
  fetched: Row[],
  pageSize: number,
  toItem: (row: Row) => T,
): Page<T> {
  const shown = fetched.slice(0, pageSize);
  const links = cursors.links(from, {
    hasMore: fetched.length > pageSize,
    nearest: shown[0]?.place ?? null,
    farthest: shown.at(-1)?.place ?? null,
  });
  if (from?.direction === 'previous') shown.reverse();
  return { ...links, results: shown.map(toItem) };
}
