import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { apiTimestamp } from '../db/timestamps.ts';
import { inTransaction, isSoonOnDisk, soonOnDisk, type Trx } from '../db/transaction.ts';
import { STORED_EVENT, type StoredEvent } from '../hris/told-events.ts';
import type { SealedKeys } from './endpoint-keys.ts';
import { OPENS_AT } from './endpoint-health.ts';
import type { BodiesDeps } from './event-to-tell.ts';
import { makeBodies } from './make-bodies.ts';

/** Where deliveries go; shared by those that were claimed together. */
export interface ClaimedEndpoint extends SealedKeys {
  id: string;
  organizationId: string;
  url: string;
  payload: 'full' | 'thin';
}

/** A delivery that is ours until the lease ends. `leaseToken` fences what we write about it. */
export interface ClaimedDelivery {
  id: string;
  endpoint: ClaimedEndpoint;
  eventId: string;
  attemptCount: number;
  /** Attempts before the schedule began anew. */
  attemptsBefore: number;
  leaseToken: number;
  /** The bytes that are signed and sent. */
  body: Buffer;
}

export interface ClaimLimits {
  /** Business time; leases go by the database's clock. */
  now: Date;
  limit: number;
  /** Most deliveries of one endpoint under way at once, over all processes; one that gives no answers has one. */
  perEndpoint: number;
  leaseSeconds: number;
}

/**
 * Of every organization: the one place that works for all of them. Each row names its own. What an endpoint's pause keeps
 * back stays as it is.
 */
export async function claimDueDeliveries(deps: BodiesDeps, limits: ClaimLimits): Promise<ClaimedDelivery[]> {
  const { endpoints, leased } = await inTransaction(deps.db, async (trx) => {
    const locked = await lockDueEndpoints(trx, limits);
    return { endpoints: locked, leased: locked.length === 0 ? [] : await lease(trx, locked, limits) };
  });
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const told = leased.map((delivery) => {
    const { organizationId, url, format, payload } = byId.get(delivery.endpointId)!;
    return { ...delivery, organizationId, url, format, payload };
  });
  const bodies = await makeBodies(deps, told);
  return leased.map(({ id, eventId, endpointId, attemptCount, attemptsBefore, leaseToken }, place) => ({
    id,
    eventId,
    endpoint: byId.get(endpointId)!,
    attemptCount,
    attemptsBefore,
    leaseToken,
    body: bodies[place]!,
  }));
}

type LockedEndpoint = ClaimedEndpoint & { allowed: number };

type LeasedDelivery = Omit<ClaimedDelivery, 'endpoint' | 'body'> &
  StoredEvent & { endpointId: string; occurredAt: string; place: number };

const leaseIsFree = sql`(d.lease_until is null or d.lease_until < now())`;
const isDue = (limits: ClaimLimits) =>
  sql`d.endpoint_id = e.id and d.state = 'pending' and d.next_attempt_at <= ${limits.now}`;

/**
 * SQL: how many of the endpoint `e` are under way. They are taken in the order in which they are due, so they stand at the front
 * of it; where a replay puts others before them, the endpoint may for once have as many again under way. No index knows leases:
 * a claim would have to change each index of the row.
 */
const underWayOf = (limits: ClaimLimits) => sql`
  cross join lateral (
    select count(*)::int as count
      from (select d.lease_until from webhook_deliveries d
             where ${isDue(limits)} order by d.next_attempt_at, d.id limit ${2 * limits.perEndpoint + 20}::int) front
     where front.lease_until >= now()) busy`;

/** SQL: how many of the endpoint `e` may be under way. One that gives no answers is tried with one. */
const allowedSql = ({ perEndpoint }: ClaimLimits) =>
  sql`case when e.failure_streak >= ${OPENS_AT}::int then 1 else ${perEndpoint}::int end`;

/**
 * Endpoints with something due and a place free: those with the least under way first. The lock makes the count that
 * the next statement takes exact; it is taken in the order of ids, so that two claims can't block each other.
 */
async function lockDueEndpoints(trx: Trx, limits: ClaimLimits): Promise<LockedEndpoint[]> {
  const { rows } = await sql<LockedEndpoint>`
    with ${soonOnDisk}, candidate as (
      select e.id from webhook_endpoints e
        cross join lateral (
          select d.next_attempt_at from webhook_deliveries d
           where ${isDue(limits)} and ${leaseIsFree}
           order by d.next_attempt_at, d.id limit 1) due
        ${underWayOf(limits)}
       where ${isSoonOnDisk} and e.status = 'enabled' and (e.paused_until is null or e.paused_until <= ${limits.now})
         and busy.count < ${allowedSql(limits)}
       order by busy.count, due.next_attempt_at
       limit ${limits.limit}::int)
    select e.id, e.organization_id as "organizationId", e.url, e.format, e.payload,
           array(select s.sealed from webhook_endpoint_secrets s
                  where s.endpoint_id = e.id and (s.expires_at is null or s.expires_at > ${limits.now})
                  order by s.expires_at desc nulls first) as "sealedSecrets",
           e.sealed_headers as "sealedHeaders", ${allowedSql(limits)} as allowed
      from webhook_endpoints e
     where e.id in (select id from candidate) and e.status = 'enabled'
       and (e.paused_until is null or e.paused_until <= ${limits.now})
     order by e.id for no key update`.execute(trx);
  return rows;
}

/** Takes turns among the endpoints: each gets its first delivery before one gets its second. */
async function lease(
  trx: Trx,
  endpoints: readonly LockedEndpoint[],
  limits: ClaimLimits,
): Promise<LeasedDelivery[]> {
  const { rows } = await sql<LeasedDelivery>`
    with candidate as (
      select due.id, row_number() over (partition by e.id order by due.next_attempt_at, due.id) as turn,
             due.next_attempt_at
        from unnest(${endpoints.map(({ id }) => id)}::uuid[], ${endpoints.map(({ allowed }) => allowed)}::int[]) e(id, allowed)
        ${underWayOf(limits)}
        cross join lateral (
          select d.id, d.next_attempt_at from webhook_deliveries d
           where ${isDue(limits)} and ${leaseIsFree}
           order by d.next_attempt_at, d.id
           limit greatest(e.allowed - busy.count, 0)
             for update of d skip locked) due),
    picked as (
      select id, row_number() over (order by turn, next_attempt_at, id) as place from candidate
       order by place limit ${limits.limit}::int)
    update webhook_deliveries d
       set lease_token = d.lease_token + 1,
           lease_until = now() + make_interval(secs => ${limits.leaseSeconds}::double precision)
      from picked, outbox_events e
     where d.id = any(array(select id from picked)) and d.id = picked.id and e.id = d.event_id
    returning d.id, d.endpoint_id as "endpointId", d.event_id as "eventId", d.attempt_count as "attemptCount",
              d.attempts_before as "attemptsBefore", d.lease_token as "leaseToken", picked.place,
              ${STORED_EVENT}, ${apiTimestamp('e.occurred_at')} as "occurredAt"`.execute(trx);
  return rows.sort((a, b) => a.place - b.place);
}

/** What was claimed and not begun goes back at once, to whoever comes. */
export async function releaseDeliveries(db: Db, deliveries: readonly ClaimedDelivery[]): Promise<void> {
  if (deliveries.length === 0) return;
  await sql`
    update webhook_deliveries d set lease_until = null
      from unnest(${deliveries.map(({ id }) => id)}::uuid[], ${deliveries.map(({ endpoint }) => endpoint.organizationId)}::uuid[],
                  ${deliveries.map(({ leaseToken }) => leaseToken)}::bigint[]) held(id, organization_id, lease_token)
     where d.id = held.id and d.organization_id = held.organization_id and d.lease_token = held.lease_token`.execute(
    db,
  );
}
