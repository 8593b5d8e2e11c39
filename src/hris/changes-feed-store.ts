import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { apiTimestamp } from '../db/timestamps.ts';
import { RECORD_TABLES } from './record-tables.ts';
import { STORED_EVENT, type StoredEvent } from './told-events.ts';

/** One question looks at this many events at most, however few of them it wants. */
const MAX_SCANNED = 10_000;

/** What is no record's (connections, runs, tests) has other families of types. */
const RECORD_FAMILIES = Object.keys(RECORD_TABLES);

export interface FeedFilters {
  linked_account_id?: string;
  model?: string;
}

export interface FeedSelection {
  filters: FeedFilters;
  /** The place that was read last; `oldest` for all that is kept, `latest` for nothing yet. */
  from: number | 'oldest' | 'latest';
  pageSize: number;
}

export interface FeedRow extends StoredEvent {
  position: number;
  id: string;
  occurred_at: string;
}

export interface FeedPart {
  /** Where the reading began. */
  from: number;
  /** What retention has deleted ends here. */
  deletedTo: number;
  /** Up to here everything was looked at. */
  scannedTo: number;
  /** There is more behind it. */
  isCut: boolean;
  /** At most one more than the page has. */
  rows: FeedRow[];
}

/**
 * What follows a place in an organization's feed. One statement, so that what retention deletes meanwhile is either
 * still there or known to be gone.
 */
export async function selectFeedPart(
  db: Db,
  organizationId: string,
  { filters, from, pageSize }: FeedSelection,
): Promise<FeedPart> {
  const places = sql`select position from event_positions where organization_id = ${organizationId}`;
  const { rows } = await sql<PartColumns & (FeedRow | { [Column in keyof FeedRow]: null })>`
    with ends as (
      select coalesce((select deleted_to from change_feeds where organization_id = ${organizationId}), 0) as deleted_to,
             coalesce((${places} order by position desc limit 1), 0) as head),
    start as (
      select deleted_to, head, ${startOf(from)} as start_position from ends),
    scan as (
      select *, (${places} and position > start_position
                  order by position offset ${MAX_SCANNED - 1} limit 1) as cut_position
        from start)
    select scan.start_position, scan.deleted_to, scan.head, scan.cut_position, event.*
      from scan
      left join lateral (
        select place.position, e.id, ${apiTimestamp('e.occurred_at')} as occurred_at, ${STORED_EVENT}
          from event_positions place
          join outbox_events e on e.id = place.event_id
         where place.organization_id = ${organizationId} and place.position > scan.start_position
           and place.position <= coalesce(scan.cut_position, scan.head)
           and split_part(e.type, '.', 1) = any(${filters.model === undefined ? RECORD_FAMILIES : [filters.model]}::text[])
           and ${filters.linked_account_id === undefined ? sql`true` : sql`e.linked_account_id = ${filters.linked_account_id}::uuid`}
           and e.linked_account_id not in (select linked_account_id from erasure_receipts where erased_at is null and subject = 'account')
         order by place.position
         limit ${pageSize + 1}) event on true
     order by event.position`.execute(db);
  const { start_position, deleted_to, head, cut_position } = rows[0]!;
  return {
    from: start_position,
    deletedTo: deleted_to,
    // Places that nobody can see yet are higher than any that can be seen: the next reading finds them.
    scannedTo: Math.max(cut_position ?? head, start_position),
    isCut: cut_position !== null && cut_position < head,
    rows: rows.filter((row): row is PartColumns & FeedRow => row.id !== null),
  };
}

interface PartColumns {
  start_position: number;
  deleted_to: number;
  head: number;
  cut_position: number | null;
}

function startOf(from: FeedSelection['from']) {
  if (from === 'oldest') return sql`deleted_to`;
  return from === 'latest' ? sql`greatest(deleted_to, head)` : sql`${from}::bigint`;
}

/** The highest place of each organization's feed; who has none is left out. */
export async function selectFeedHeads(
  db: Db,
  organizationIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; head: number }>`
    select asked.id, newest.position as head
      from unnest(${organizationIds}::uuid[]) asked(id)
     cross join lateral (
       select position from event_positions where organization_id = asked.id
        order by position desc limit 1) newest`.execute(db);
  return new Map(rows.map(({ id, head }) => [id, head]));
}
