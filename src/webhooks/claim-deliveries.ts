import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { apiTimestamp } from '../db/timestamps.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { readEventData, STORED_EVENT, type StoredEvent } from '../hris/told-events.ts';

/** A delivery that is ours until the lease ends. `leaseToken` fences what we write about it. */
export interface ClaimedDelivery {
  id: string;
  organizationId: string;
  endpointId: string;
  eventId: string;
  attemptCount: number;
  leaseToken: number;
  url: string;
  sealedSecret: Buffer;
  eventType: string;
  /** API timestamp. */
  occurredAt: string;
  /** JSON text, never parsed: its bytes are what is sent. */
  dataText: string;
}

export interface ClaimLimits {
  /** Business time; leases go by the database's clock. */
  now: Date;
  limit: number;
  /** Most deliveries of one endpoint under way at once, over all processes. */
  perEndpoint: number;
  leaseSeconds: number;
}

/** Of every organization: the one place that works for all of them. Each row names its own. */
export async function claimDueDeliveries(db: Db, limits: ClaimLimits): Promise<ClaimedDelivery[]> {
  const leased = await inTransaction(db, async (trx) => {
    const endpointIds = await lockDueEndpoints(trx, limits);
    return endpointIds.length === 0 ? [] : leaseDeliveries(trx, endpointIds, limits);
  });
  const texts = await readEventData(db, leased);
  return leased.map(
    (
      { type, linked_account_id: _, record_id: _id, record_sequence: _at, data: _data, ...claimed },
      place,
    ) => ({
      ...claimed,
      eventType: type,
      dataText: texts[place]!,
    }),
  );
}

type LeasedDelivery = Omit<ClaimedDelivery, 'eventType' | 'dataText'> & StoredEvent;

const leaseIsFree = sql`(d.lease_until is null or d.lease_until < now())`;
const underWay = sql`
  select endpoint_id, count(*)::int as count from webhook_deliveries
   where lease_until is not null and lease_until >= now() and state = 'pending'
   group by endpoint_id`;

/**
 * Endpoints with something due and a place free: those with the least under way first. The lock makes the count that
 * the next statement takes exact; it is taken in the order of ids, so that two claims can't block each other.
 */
async function lockDueEndpoints(trx: Trx, limits: ClaimLimits): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with busy as (${underWay}),
    candidate as (
      select e.id from webhook_endpoints e
        cross join lateral (
          select d.next_attempt_at from webhook_deliveries d
           where d.endpoint_id = e.id and d.state = 'pending' and d.next_attempt_at <= ${limits.now} and ${leaseIsFree}
           order by d.next_attempt_at, d.id limit 1) due
        left join busy on busy.endpoint_id = e.id
       where e.status = 'enabled' and coalesce(busy.count, 0) < ${limits.perEndpoint}::int
       order by coalesce(busy.count, 0), due.next_attempt_at
       limit ${limits.limit}::int)
    select id from webhook_endpoints
     where id in (select id from candidate) and status = 'enabled'
     order by id for no key update`.execute(trx);
  return rows.map((row) => row.id);
}

/** Takes turns among the endpoints: each gets its first delivery before one gets its second. */
async function leaseDeliveries(
  trx: Trx,
  endpointIds: string[],
  limits: ClaimLimits,
): Promise<LeasedDelivery[]> {
  const { rows } = await sql<LeasedDelivery>`
    with busy as (${underWay}),
    candidate as (
      select due.id, row_number() over (partition by e.id order by due.next_attempt_at, due.id) as turn,
             due.next_attempt_at
        from webhook_endpoints e
        left join busy on busy.endpoint_id = e.id
        cross join lateral (
          select d.id, d.next_attempt_at from webhook_deliveries d
           where d.endpoint_id = e.id and d.state = 'pending' and d.next_attempt_at <= ${limits.now} and ${leaseIsFree}
           order by d.next_attempt_at, d.id
           limit greatest(${limits.perEndpoint}::int - coalesce(busy.count, 0), 0)
             for update of d skip locked) due
       where e.id = any(${endpointIds}::uuid[])),
    picked as (select id from candidate order by turn, next_attempt_at, id limit ${limits.limit}::int)
    update webhook_deliveries d
       set lease_token = d.lease_token + 1,
           lease_until = now() + make_interval(secs => ${limits.leaseSeconds}::double precision)
      from picked, webhook_endpoints endpoint, outbox_events e
     where d.id = picked.id and endpoint.id = d.endpoint_id and e.id = d.event_id
    returning d.id, d.organization_id as "organizationId", d.endpoint_id as "endpointId", d.event_id as "eventId",
              d.attempt_count as "attemptCount", d.lease_token as "leaseToken", endpoint.url,
              endpoint.sealed_secret as "sealedSecret", ${STORED_EVENT}, ${apiTimestamp('e.occurred_at')} as "occurredAt"`.execute(
    trx,
  );
  return rows;
}
