import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { apiTimestamp, toApiTimestamp } from '../db/timestamps.ts';
import type { Trx } from '../db/transaction.ts';
import { uuidArray } from '../db/sql-array.ts';
import type { AttemptView, DeliveryView } from './delivery-view.ts';

export interface NewDelivery {
  id: string;
  organizationId: string;
  endpointId: string;
  eventId: string;
}

/**
 * One statement for any number of rows; all are due at `now`. An event goes to an endpoint once, however often asked. No key looks
 * whether events and endpoints are there: the caller holds them against deletion (decision 0027).
 */
export async function insertDeliveries(trx: Trx, deliveries: NewDelivery[], now: Date): Promise<void> {
  if (deliveries.length === 0) return;
  await sql`
    with made as (
      insert into webhook_deliveries (id, organization_id, endpoint_id, event_id, state, created_at)
      select *, 'pending', ${now}::timestamptz
        from unnest(${uuidArray(deliveries.map(({ id }) => id))},
                    ${uuidArray(deliveries.map(({ organizationId }) => organizationId))},
                    ${uuidArray(deliveries.map(({ endpointId }) => endpointId))},
                    ${uuidArray(deliveries.map(({ eventId }) => eventId))})
          on conflict (endpoint_id, event_id) do nothing
      returning id, endpoint_id)
    insert into pending_deliveries (delivery_id, endpoint_id, next_attempt_at)
    select id, endpoint_id, ${now}::timestamptz from made`.execute(trx);
}

/** A delivery with its event `e`, whose times are the database's own text. */
export const DELIVERY_COLUMNS = sql`
  d.id, d.endpoint_id, d.event_id, e.type as event_type, e.linked_account_id, d.state, d.attempt_count, p.next_attempt_at,
  d.created_at, d.finished_at`;
export const DELIVERY_TABLES = sql`
  webhook_deliveries d join outbox_events e on e.id = d.event_id and e.organization_id = d.organization_id
  left join pending_deliveries p on p.delivery_id = d.id`;

export type DeliveryRow = Omit<DeliveryView, 'attempts'>;

export function toDeliveryView(row: DeliveryRow, attempts: AttemptView[]): DeliveryView {
  const { id, endpoint_id, event_id, event_type, linked_account_id, state, attempt_count } = row;
  return {
    id,
    endpoint_id,
    event_id,
    event_type,
    linked_account_id,
    state,
    attempt_count,
    next_attempt_at: row.next_attempt_at && toApiTimestamp(row.next_attempt_at),
    created_at: toApiTimestamp(row.created_at),
    finished_at: row.finished_at && toApiTimestamp(row.finished_at),
    attempts,
  };
}

/** With its attempts. Undefined: this organization has no such delivery. */
export async function findDelivery(
  db: Db | Trx,
  organizationId: string,
  id: string,
): Promise<DeliveryView | undefined> {
  const { rows } = await sql<DeliveryRow>`
    select ${DELIVERY_COLUMNS} from ${DELIVERY_TABLES}
     where d.organization_id = ${organizationId} and d.id = ${id}`.execute(db);
  if (!rows[0]) return undefined;
  const attempts = await selectAttempts(db, organizationId, [id]);
  return toDeliveryView(rows[0], attempts.get(id) ?? []);
}

/** The attempts of these deliveries, in order, by delivery. */
export async function selectAttempts(
  db: Db | Trx,
  organizationId: string,
  deliveryIds: readonly string[],
): Promise<Map<string, AttemptView[]>> {
  const rows = await db
    .selectFrom('delivery_attempts as a')
    .innerJoin('webhook_deliveries as d', 'd.id', 'a.delivery_id')
    .select(['a.delivery_id', 'a.attempt_number', 'a.duration_ms', 'a.status_code', 'a.failure'])
    .select(apiTimestamp('a.started_at').as('started_at'))
    .where('d.organization_id', '=', organizationId)
    .where(sql<boolean>`a.delivery_id = any(${[...deliveryIds]}::uuid[])`)
    .orderBy('a.attempt_number')
    .execute();
  const byDelivery = Map.groupBy(rows, (row) => row.delivery_id);
  return new Map(
    [...byDelivery].map(([id, own]) => [id, own.map(({ delivery_id: _, ...attempt }) => attempt)]),
  );
}

/** What the receiver said, by number of the attempt. */
export async function selectAnswers(
  db: Db | Trx,
  organizationId: string,
  deliveryId: string,
): Promise<Map<number, string | null>> {
  const rows = await db
    .selectFrom('delivery_attempts as a')
    .innerJoin('webhook_deliveries as d', 'd.id', 'a.delivery_id')
    .select(['a.attempt_number', 'a.answer'])
    .where('d.organization_id', '=', organizationId)
    .where('a.delivery_id', '=', deliveryId)
    .execute();
  return new Map(rows.map(({ attempt_number, answer }) => [attempt_number, answer]));
}

/** Due at once, whatever its state was; the lease of an attempt under way is left alone. */
export async function makeDeliveryDue(
  trx: Trx,
  organizationId: string,
  id: string,
  now: Date,
): Promise<void> {
  await sql`
    insert into pending_deliveries (delivery_id, endpoint_id, next_attempt_at)
    select id, endpoint_id, ${now}::timestamptz from webhook_deliveries
     where organization_id = ${organizationId} and id = ${id}
        on conflict (delivery_id) do update set next_attempt_at = excluded.next_attempt_at`.execute(trx);
  await trx
    .updateTable('webhook_deliveries')
    .set({ state: 'pending', finished_at: null })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}
