import { sql, type Selectable } from 'kysely';
import type { Db } from '../db/client.ts';
import type { WebhookReplaysTable } from '../db/schema/webhooks.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import type { Trx } from '../db/transaction.ts';
import { newId } from '../lib/ids.ts';

export type ReplayRow = Selectable<WebhookReplaysTable>;

/** A replay as the API shows it. Its counts grow while it is running. */
export interface ReplayView {
  id: string;
  endpoint_id: string;
  since: string;
  until: string;
  which: 'failed' | 'all';
  event_types: string[] | null;
  state: 'running' | 'done';
  /** Events of the time that were looked at. */
  event_count: number;
  /** Of them, those that are sent again, or for the first time. */
  queued_count: number;
  /** Of them, those that were about to be sent anyway. */
  pending_count: number;
  created_at: string;
  finished_at: string | null;
}

export interface NewReplay {
  endpointId: string;
  since: Date;
  /** Null: now, by the clock that events are stamped with. */
  until: Date | null;
  which: 'failed' | 'all';
  eventTypes: string[] | null;
  now: Date;
}

/** Its events are those of the time that have a place in the change feed by now. */
export async function insertReplay(trx: Trx, organizationId: string, replay: NewReplay): Promise<ReplayRow> {
  const { rows } = await sql<ReplayRow>`
    insert into webhook_replays (id, organization_id, endpoint_id, since, until, which, event_types, state,
                                 next_position, last_position, created_at)
    select ${newId()}::uuid, ${organizationId}::uuid, ${replay.endpointId}::uuid, ${replay.since}::timestamptz,
           range.until, ${replay.which}, ${replay.eventTypes}::text[], 'running',
           min(place.position), max(place.position), ${replay.now}::timestamptz
      from (select coalesce(${replay.until}::timestamptz, now() + interval '1 microsecond') as until) range
      left join (outbox_events e join event_positions place on place.event_id = e.id)
        on e.organization_id = ${organizationId} and e.occurred_at >= ${replay.since} and e.occurred_at < range.until
     group by range.until
    returning *`.execute(trx);
  return rows[0]!;
}

/** Undefined: this organization has no such replay. */
export function findReplay(db: Db | Trx, organizationId: string, id: string): Promise<ReplayRow | undefined> {
  return db
    .selectFrom('webhook_replays')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Of every organization: each names its own. */
export async function listRunningReplays(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('webhook_replays')
    .select('id')
    .where('state', '=', 'running')
    .orderBy('created_at')
    .limit(100)
    .execute();
  return rows.map(({ id }) => id);
}

/** Undefined: it is done, gone, or somebody else is at it. */
export function lockRunningReplay(trx: Trx, id: string): Promise<ReplayRow | undefined> {
  return trx
    .selectFrom('webhook_replays')
    .selectAll()
    .where('id', '=', id)
    .where('state', '=', 'running')
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

export interface ReplayedEvent {
  id: string;
  type: string;
  linked_account_id: string | null;
  position: number;
  /** Of its delivery to the endpoint; null: there is none. */
  state: 'pending' | 'succeeded' | 'failed' | null;
}

/** The next events in the order of the change feed, held against deletion. What was before the endpoint was there is not for it. */
export async function selectEventsToReplay(
  trx: Trx,
  replay: ReplayRow,
  limit: number,
): Promise<ReplayedEvent[]> {
  const { rows } = await sql<ReplayedEvent>`
    select e.id, e.type, e.linked_account_id, place.position, d.state
      from event_positions place
      join outbox_events e on e.id = place.event_id
      join webhook_endpoints endpoint on endpoint.id = ${replay.endpoint_id}
      left join webhook_deliveries d on d.endpoint_id = ${replay.endpoint_id} and d.event_id = e.id
     where place.organization_id = ${replay.organization_id}
       and place.position between ${replay.next_position} and ${replay.last_position}
       and e.occurred_at >= ${replay.since} and e.occurred_at < ${replay.until}
       and (d.id is not null or e.occurred_at >= endpoint.created_at)
     order by place.position limit ${limit}
       for key share of e`.execute(trx);
  return rows;
}

/**
 * Deliveries that are due at once, in the order of the events: new ones, and those that had come to their end, whose schedule
 * begins anew. One that is pending is left alone. Returns how many are sent now.
 * @param first how many events the replay had before these
 */
export async function queueReplayed(
  trx: Trx,
  replay: ReplayRow,
  eventIds: readonly string[],
  { first, now }: { first: number; now: Date },
): Promise<number> {
  const { rows } = await sql`
    with replayed as (
      select * from unnest(${eventIds.map(() => newId())}::uuid[], ${eventIds}::uuid[]) with ordinality one(id, event_id, place)),
    again as (
      insert into webhook_deliveries (id, organization_id, endpoint_id, event_id, state, created_at)
      select id, ${replay.organization_id}::uuid, ${replay.endpoint_id}::uuid, event_id, 'pending', ${now}::timestamptz
        from replayed
          on conflict (endpoint_id, event_id) do update
             set state = 'pending', finished_at = null, attempts_before = webhook_deliveries.attempt_count
           where webhook_deliveries.state <> 'pending'
      returning id, endpoint_id, event_id)
    insert into pending_deliveries (delivery_id, endpoint_id, next_attempt_at)
    select again.id, again.endpoint_id,
           ${replay.created_at}::timestamptz + make_interval(secs => (${first}::int + replayed.place - ${EARLIER}) / 1e6)
      from again join replayed on replayed.event_id = again.event_id
    returning delivery_id`.execute(trx);
  return rows.length;
}

/** Microseconds before the replay itself, so that none of its deliveries is due later. */
const EARLIER = 10_000_000;

export async function advanceReplay(
  trx: Trx,
  replay: ReplayRow,
  step: {
    nextPosition: number | null;
    events: number;
    queued: number;
    pending: number;
    finishedAt: Date | null;
  },
): Promise<void> {
  await trx
    .updateTable('webhook_replays')
    .set({
      next_position: step.nextPosition,
      event_count: replay.event_count + step.events,
      queued_count: replay.queued_count + step.queued,
      pending_count: replay.pending_count + step.pending,
      state: step.finishedAt ? 'done' : 'running',
      finished_at: step.finishedAt,
    })
    .where('organization_id', '=', replay.organization_id)
    .where('id', '=', replay.id)
    .execute();
}

export function toReplayView(row: ReplayRow): ReplayView {
  const { id, endpoint_id, which, event_types, state, event_count, queued_count, pending_count } = row;
  return {
    id,
    endpoint_id,
    since: toApiTimestamp(row.since),
    until: toApiTimestamp(row.until),
    which,
    event_types,
    state,
    event_count,
    queued_count,
    pending_count,
    created_at: toApiTimestamp(row.created_at),
    finished_at: row.finished_at && toApiTimestamp(row.finished_at),
  };
}
