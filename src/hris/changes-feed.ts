import type { Db } from '../db/client.ts';
import { AppError } from '../lib/app-error.ts';
import { openCursors, type PageCursors } from '../lib/page.ts';
import {
  selectFeedPart,
  type FeedFilters,
  type FeedPart,
  type FeedRow,
  type FeedSelection,
} from './changes-feed-store.ts';
import type { FeedWatch } from './changes-feed-watch.ts';
import { readEventData } from './told-events.ts';

export { FeedWatch } from './changes-feed-watch.ts';

export interface ListChangesInput {
  organizationId: string;
  filters: FeedFilters;
  /** Of an earlier answer; `latest` for what comes from now on, undefined for all that is kept. */
  cursor: string | undefined;
  pageSize: number;
  /** How long to wait for the first change. */
  waitSeconds: number;
  /** Aborts when nobody waits for the answer any more. */
  signal: AbortSignal;
}

export interface ChangePage {
  /** Goes on behind everything that was looked at; always there. */
  next: string;
  hasMore: boolean;
  /** The items of a JSON array, joined by commas. */
  results: string;
}

export interface ChangesDeps {
  db: Db;
  cursorKey: Uint8Array;
  watch: FeedWatch;
}

/**
 * What happened to an organization's records since a cursor, in the order of the feed; waits for it where there is
 * nothing yet.
 * @throws AppError gone `cursor_expired`; invalid_input `cursor_invalid`
 */
export async function listChanges(deps: ChangesDeps, input: ListChangesInput): Promise<ChangePage> {
  const { organizationId, filters, pageSize, waitSeconds } = input;
  const cursors = openCursors(deps.cursorKey, { organizationId, list: 'changes', filters });
  const until = AbortSignal.any([input.signal, AbortSignal.timeout(waitSeconds * 1000)]);
  let part = await readPart(deps.db, organizationId, {
    filters,
    from: toStart(cursors, input.cursor),
    pageSize,
  });
  while (isEmpty(part) && waitSeconds > 0 && !until.aborted && !deps.watch.isClosed) {
    await deps.watch.waitBeyond(organizationId, part.scannedTo, until);
    part = await readPart(deps.db, organizationId, { filters, from: part.scannedTo, pageSize });
  }
  return await toChangePage(deps.db, cursors, part, pageSize);
}

function toStart(cursors: PageCursors, cursor: string | undefined): FeedSelection['from'] {
  if (cursor === undefined) return 'oldest';
  return cursor === 'latest' ? 'latest' : Number(cursors.read(cursor)!.value);
}

async function readPart(db: Db, organizationId: string, selection: FeedSelection): Promise<FeedPart> {
  const part = await selectFeedPart(db, organizationId, selection);
  if (part.from < part.deletedTo) {
    throw new AppError(
      'gone',
      'cursor_expired',
      'Changes behind this cursor are no longer kept. Read the records anew, and go on with cursor=latest from before that.',
      { pointer: '/cursor' },
    );
  }
  return part;
}

/** Nothing to tell, and nothing more to look at. */
const isEmpty = (part: FeedPart): boolean => part.rows.length === 0 && !part.isCut;

async function toChangePage(
  db: Db,
  cursors: PageCursors,
  part: FeedPart,
  pageSize: number,
): Promise<ChangePage> {
  const shown = part.rows.slice(0, pageSize);
  const texts = await readEventData(db, shown);
  const isPageFull = part.rows.length > pageSize;
  const end = isPageFull ? shown.at(-1)!.position : part.scannedTo;
  return {
    next: cursors.write({ direction: 'next', value: String(end), id: '' }),
    hasMore: isPageFull || part.isCut,
    results: shown.map((row, place) => toJson(row, texts[place]!)).join(','),
  };
}

/** The data is JSON already, and is not read to be written again. */
function toJson({ id, type, occurred_at }: FeedRow, data: string): string {
  return `${JSON.stringify({ id, type, occurred_at }).slice(0, -1)},"data":${data}}`;
}
