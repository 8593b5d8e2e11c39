import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { apiTimestamp } from '../db/timestamps.ts';
import type { Trx } from '../db/transaction.ts';
import type { AttemptView, DeliveryView } from './delivery-view.ts';

export interface NewDelivery {
  id: string;
  organizationId: string;
  endpointId: string;
  eventId: string;
}

/** One statement for any number of rows; all are due at `now`. An event goes to an endpoint once, however often asked. */
export async function insertDeliveries(trx: Trx, deliveries: NewDelivery[], now: Date): Promise<void> {
  if (deliveries.length === 0) return;
  await sql`
    insert into webhook_deliveries (id, organization_id, endpoint_id, event_id, state, next_attempt_at, created_at)
    select *, 'pending', ${now}::timestamptz, ${now}::timestamptz
      from unnest(${deliveries.map((delivery) => delivery.id)}::uuid[],
                  ${deliveries.map((delivery) => delivery.organizationId)}::uuid[],
                  ${deliveries.map((delivery) => delivery.endpointId)}::uuid[],
                  ${deliveries.map((delivery) => delivery.eventId)}::uuid[])
    on conflict (endpoint_id, event_id) do nothing`.execute(trx);
}

/** Where a page ends: the database's own text, so that no microsecond is lost. */
export interface DeliveryPosition {
  createdAt: string;
  id: string;
}

export interface DeliveryFilter {
  endpointId?: string;
  state?: DeliveryView['state'];
  /** Starts behind this row. */
  after?: DeliveryPosition;
  limit: number;
}

/** Newest first. */
export function selectDeliveries(
  db: Db | Trx,
  organizationId: string,
  filter: DeliveryFilter,
): Promise<(DeliveryRow & { position: string })[]> {
  let query = deliveriesOf(db, organizationId)
    .select('d.created_at as position')
    .orderBy('d.created_at', 'desc')
    .orderBy('d.id', 'desc')
    .limit(filter.limit);
  if (filter.endpointId !== undefined) query = query.where('d.endpoint_id', '=', filter.endpointId);
  if (filter.state !== undefined) query = query.where('d.state', '=', filter.state);
  if (filter.after) {
    const { createdAt, id } = filter.after;
    query = query.where(sql<boolean>`(d.created_at, d.id) < (${createdAt}::timestamptz, ${id}::uuid)`);
  }
  return query.execute();
}

export function findDelivery(
  db: Db | Trx,
  organizationId: string,
  id: string,
): Promise<DeliveryRow | undefined> {
  return deliveriesOf(db, organizationId).where('d.id', '=', id).executeTakeFirst();
}

export type DeliveryRow = Omit<DeliveryView, 'attempts'>;

function deliveriesOf(db: Db | Trx, organizationId: string) {
  return db
    .selectFrom('webhook_deliveries as d')
    .innerJoin('outbox_events as e', (join) =>
      join.onRef('e.id', '=', 'd.event_id').onRef('e.organization_id', '=', 'd.organization_id'),
    )
    .select(['d.id', 'd.endpoint_id', 'd.event_id', 'e.type as event_type', 'd.state', 'd.attempt_count'])
    .select([
      apiTimestamp('d.next_attempt_at').$castTo<string | null>().as('next_attempt_at'),
      apiTimestamp('d.created_at').as('created_at'),
      apiTimestamp('d.finished_at').$castTo<string | null>().as('finished_at'),
    ])
    .where('d.organization_id', '=', organizationId);
}

/** The attempts of these deliveries, in order, by delivery. */
export async function selectAttempts(
  db: Db | Trx,
  organizationId: string,
  deliveryIds: string[],
): Promise<Map<string, AttemptView[]>> {
  const rows = await db
    .selectFrom('delivery_attempts as a')
    .innerJoin('webhook_deliveries as d', 'd.id', 'a.delivery_id')
    .select(['a.delivery_id', 'a.attempt_number', 'a.duration_ms', 'a.status_code', 'a.failure'])
    .select(apiTimestamp('a.started_at').as('started_at'))
    .where('d.organization_id', '=', organizationId)
    .where(sql<boolean>`a.delivery_id = any(${deliveryIds}::uuid[])`)
    .orderBy('a.attempt_number')
    .execute();
  const byDelivery = new Map<string, AttemptView[]>();
  for (const { delivery_id, ...attempt } of rows) {
    byDelivery.set(delivery_id, [...(byDelivery.get(delivery_id) ?? []), attempt]);
  }
  return byDelivery;
}

/** Due at once, whatever its state was; the lease of an attempt under way is left alone. */
export async function makeDeliveryDue(
  trx: Trx,
  organizationId: string,
  id: string,
  now: Date,
): Promise<void> {
  await trx
    .updateTable('webhook_deliveries')
    .set({ state: 'pending', next_attempt_at: now, finished_at: null })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}
