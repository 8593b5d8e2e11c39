import { sql } from 'kysely';
import { ADVISORY_LOCKS } from '../db/advisory-locks.ts';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import type { Clock } from '../lib/clock.ts';
import { createIdSource } from '../lib/ids.ts';
import { enqueue } from '../queue/enqueue.ts';
import { insertDeliveries, type NewDelivery } from './deliveries-store.ts';
import { dropDeletedAccounts } from './endpoints-store.ts';
import { isReceived, type Subscription } from './receivers.ts';
import { selectReceiversOf, type ReceiverRow } from './receivers-store.ts';

/** Large ones cost less for each event; the first ones are small, so that their deliveries begin at once. */
const FIRST_BATCH_SIZE = 250;
const MAX_BATCH_SIZE = 2000;

/**
 * Makes a delivery for each enabled endpoint that wants an undispatched event, and gives the event its place in the change
 * feed, batch by batch until none is left. Any number may be called at once: they take turns (decision 0012).
 */
export async function dispatchOutbox(deps: { db: Db; clock: Clock }): Promise<void> {
  for (let size = FIRST_BATCH_SIZE; ; size = Math.min(size * 2, MAX_BATCH_SIZE)) {
    const dispatched = await inTransaction(deps.db, (trx) => dispatchBatch(trx, size, deps.clock.now()));
    if (dispatched < size) return;
  }
}

interface UndispatchedEvent {
  id: string;
  organization_id: string;
  linked_account_id: string | null;
  type: string;
}

type Subscriber = Subscription & { organization_id: string };

async function dispatchBatch(trx: Trx, size: number, now: Date): Promise<number> {
  await takeTurn(trx);
  const events = await takeUndispatchedEvents(trx, size);
  if (events.length === 0) return 0;
  const subscribers = await lockSubscribers(trx, [...new Set(events.map((event) => event.organization_id))]);
  const receivers = await selectReceiversOf(trx, [
    ...new Set(events.flatMap((event) => event.linked_account_id ?? [])),
  ]);
  const deliveries = planDeliveries(events, subscribers, receivers);
  await insertDeliveries(trx, deliveries, now);
  await dropDeletedAccounts(
    trx,
    events.filter((event) => event.type === 'linked_account.deleted'),
  );
  if (deliveries.length > 0) await enqueue(trx, 'deliver_due_webhooks', {});
  return events.length;
}

/** Pure: which endpoint gets which event. Ids grow in the order of the events. */
function planDeliveries(
  events: UndispatchedEvent[],
  subscribers: Subscriber[],
  receivers: ReceiverRow[],
): NewDelivery[] {
  const nextId = createIdSource();
  const endpointsOf = createChoice(subscribers, receivers);
  return events.flatMap((event) =>
    endpointsOf(event).map((endpointId) => ({
      id: nextId(),
      organizationId: event.organization_id,
      endpointId,
      eventId: event.id,
    })),
  );
}

/** The endpoints that get an event: asked once for all events of one type and account, of which a batch has many. */
function createChoice(
  subscribers: Subscriber[],
  receivers: ReceiverRow[],
): (event: UndispatchedEvent) => readonly string[] {
  const byOrganization = Map.groupBy(subscribers, (subscriber) => subscriber.organization_id);
  const chosen = new Map<string, readonly string[]>();
  return ({ organization_id, linked_account_id: linkedAccountId, type }) => {
    const key = `${organization_id} ${linkedAccountId} ${type}`;
    const known = chosen.get(key);
    if (known) return known;
    const endpoints = (byOrganization.get(organization_id) ?? [])
      .filter((subscriber) => isReceived({ type, linkedAccountId }, subscriber, receivers))
      .map(({ id }) => id);
    chosen.set(key, endpoints);
    return endpoints;
  };
}

/** Held until the commit: a higher place can't be seen before a lower one, so no reader of the feed skips any. */
async function takeTurn(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.dispatchOutbox})`.execute(trx);
}

/**
 * Takes events out of the queue and gives each its place, in the same order. Who deletes an event meanwhile waits for the queue's
 * row, and deletes what came of it as well. Rows are deleted where they lie: joined, the planner would read the whole queue.
 */
async function takeUndispatchedEvents(trx: Trx, limit: number): Promise<UndispatchedEvent[]> {
  const { rows } = await sql<UndispatchedEvent>`
    with picked as materialized (
      select ctid as row, occurred_at, event_id from undispatched_events
       order by occurred_at, event_id limit ${limit} for update),
    taken as (
      delete from undispatched_events where ctid = any(array(select row from picked))),
    placed as materialized (
      select *, nextval('outbox_positions') as position
        from (select e.id, e.organization_id, e.linked_account_id, e.type
                from picked join outbox_events e on e.id = picked.event_id
               order by picked.occurred_at, picked.event_id) ordered),
    kept as (
      insert into event_positions (event_id, organization_id, position)
      select id, organization_id, position from placed)
    select id, organization_id, linked_account_id, type from placed`.execute(trx);
  return rows;
}

/** Locked against deletion until the deliveries are there. */
async function lockSubscribers(trx: Trx, organizationIds: string[]): Promise<Subscriber[]> {
  const { rows } = await sql<Subscriber>`
    select id, organization_id, event_filter, format, linked_account_ids from webhook_endpoints
     where organization_id = any(${organizationIds}::uuid[]) and status = 'enabled'
     order by id
       for key share`.execute(trx);
  return rows;
}
