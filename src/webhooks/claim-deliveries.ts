import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { apiTimestamp } from '../db/timestamps.ts';
import { inTransaction, isSoonOnDisk, soonOnDisk, type Trx } from '../db/transaction.ts';
import { STORED_EVENT, type StoredEvent } from '../hris/told-events.ts';
import type { SealedKeys } from './endpoint-keys.ts';
import { OPENS_AT } from './endpoint-health.ts';
import type { EndpointShare } from './endpoint-queue.ts';
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
  /** Most deliveries of one endpoint under way at once; one that gives no answers has one. */
  perEndpoint: number;
  /** What the caller has: it goes on with those endpoints, and what another process has it leaves alone. */
  shares: readonly EndpointShare[];
  leaseSeconds: number;
}

/** Claimed of an endpoint that is well, for each one that may be under way. */
const AHEAD_PER_ENDPOINT = 8;

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

/** With its place among the others, how many more the caller may have, and whether it is already working for it. */
type LockedEndpoint = ClaimedEndpoint & { place: number; room: number; isOurs: boolean };

type LeasedDelivery = Omit<ClaimedDelivery, 'endpoint' | 'body'> &
  StoredEvent & { endpointId: string; occurredAt: string; place: number };

const leaseIsFree = sql`(p.lease_until is null or p.lease_until < now())`;
const isDue = (limits: ClaimLimits) => sql`p.endpoint_id = e.id and p.next_attempt_at <= ${limits.now}`;

/**
 * SQL: whether another process has deliveries of the endpoint `e`. They are taken in the order in which they are due, so they
 * stand at the front of it; where a replay puts others before them, two processes may for once work for the endpoint. No
 * index knows leases: a claim would have to change each index of the row.
 */
const isTaken = (limits: ClaimLimits) => sql`
  exists (select from (select p.lease_until from pending_deliveries p
                        where ${isDue(limits)} order by p.next_attempt_at, p.delivery_id limit ${2 * limits.perEndpoint + 20}::int) front
           where front.lease_until >= now())`;

/** SQL: the most of the endpoint `e` that the caller may have, by its `share`. One that gives no answers is tried with one. */
const allowedSql = ({ perEndpoint }: ClaimLimits) => sql`
  case when e.failure_streak >= ${OPENS_AT}::int then 1
       when e.failing_since is null and e.failure_streak = 0 and share.is_brisk is not false
       then ${perEndpoint * AHEAD_PER_ENDPOINT}::int
       else ${perEndpoint}::int end`;

/** SQL: endpoints that may be sent to, and what the caller has of each; nulls of one that it has nothing of. */
const openEndpoints = ({ shares, now }: ClaimLimits) => sql`
  (select * from webhook_endpoints
    where status = 'enabled' and (paused_until is null or paused_until <= ${now})) e
  left join unnest(${shares.map(({ endpointId }) => endpointId)}::uuid[], ${shares.map(({ count }) => count)}::int[],
                   ${shares.map(({ isBrisk }) => isBrisk)}::boolean[]) share(endpoint_id, count, is_brisk)
    on share.endpoint_id = e.id`;

/**
 * Endpoints with something due that no other process works for: those of which the caller has least first, and of these the one that
 * has waited longest. The lock lets one claim at a time look whether an endpoint is taken; it is asked for in the order of ids, so that
 * two claims can't block each other.
 */
async function lockDueEndpoints(trx: Trx, limits: ClaimLimits): Promise<LockedEndpoint[]> {
  const { rows } = await sql<LockedEndpoint>`
    with ${soonOnDisk}, candidate as (
      select e.id, row_number() over (order by share.count nulls first, due.next_attempt_at) as place
        from ${openEndpoints(limits)}
       cross join lateral (
         select p.next_attempt_at from pending_deliveries p
          where ${isDue(limits)} and ${leaseIsFree}
          order by p.next_attempt_at, p.delivery_id limit 1) due
       where ${isSoonOnDisk} and coalesce(share.count, 0) < ${allowedSql(limits)}
         and (share.endpoint_id is not null or not ${isTaken(limits)})
       order by place
       limit ${limits.limit}::int)
    select candidate.place, e.id, e.organization_id as "organizationId", e.url, e.format, e.payload,
           array(select s.sealed from webhook_endpoint_secrets s
                  where s.endpoint_id = e.id and (s.expires_at is null or s.expires_at > ${limits.now})
                  order by s.expires_at desc nulls first) as "sealedSecrets",
           e.sealed_headers as "sealedHeaders", ${allowedSql(limits)} - coalesce(share.count, 0) as room,
           share.endpoint_id is not null as "isOurs"
      from ${openEndpoints(limits)}
      join candidate on candidate.id = e.id
     order by e.id for no key update of e`.execute(trx);
  return rows.sort((a, b) => a.place - b.place);
}

/**
 * Takes turns among the endpoints, in their order: each gets its first delivery before one gets its second. A place is one number, as
 * what may be taken is often much more than what is.
 */
async function lease(
  trx: Trx,
  endpoints: readonly LockedEndpoint[],
  limits: ClaimLimits,
): Promise<LeasedDelivery[]> {
  const { rows } = await sql<LeasedDelivery>`
    with candidate as (
      select due.id, due.turn * ${endpoints.length}::int + e.place as place
        from unnest(${endpoints.map(({ id }) => id)}::uuid[], ${endpoints.map(({ room }) => room)}::int[],
                    ${endpoints.map(({ isOurs }) => isOurs)}::boolean[]) with ordinality e(id, room, is_ours, place)
        cross join lateral (
          select p.delivery_id as id, row_number() over (order by p.next_attempt_at, p.delivery_id) as turn
            from pending_deliveries p
           where ${isDue(limits)} and ${leaseIsFree}
           order by p.next_attempt_at, p.delivery_id
           limit case when e.is_ours or not ${isTaken(limits)} then greatest(e.room, 0) else 0 end) due),
    picked as materialized (
      select id, place from candidate order by place limit ${limits.limit}::int),
    held as materialized (
      select p.delivery_id from pending_deliveries p
       where p.delivery_id = any(array(select id from picked)) and ${leaseIsFree}
         for update skip locked),
    leased as (
      update pending_deliveries p
         set lease_token = token.of_claim,
             lease_until = now() + make_interval(secs => ${limits.leaseSeconds}::double precision)
        from picked, (select nextval('delivery_lease_tokens') as of_claim offset 0) token
       where p.delivery_id = any(array(select delivery_id from held)) and p.delivery_id = picked.id
      returning p.delivery_id, p.lease_token, picked.place)
    select told.*, leased.lease_token as "leaseToken", leased.place
      from leased
     cross join lateral (
       select d.id, d.endpoint_id as "endpointId", d.event_id as "eventId", d.attempt_count as "attemptCount",
              d.attempts_before as "attemptsBefore", ${STORED_EVENT}, ${apiTimestamp('e.occurred_at')} as "occurredAt"
         from webhook_deliveries d join outbox_events e on e.id = d.event_id
        where d.id = leased.delivery_id
       offset 0) told`.execute(trx);
  return rows.sort((a, b) => a.place - b.place);
}

/** What was claimed and not begun goes back at once, to whoever comes. */
export async function releaseDeliveries(db: Db, deliveries: readonly ClaimedDelivery[]): Promise<void> {
  if (deliveries.length === 0) return;
  await sql`
    update pending_deliveries p set lease_until = null, lease_token = null
      from unnest(${deliveries.map(({ id }) => id)}::uuid[], ${deliveries.map(({ leaseToken }) => leaseToken)}::bigint[])
           held(id, lease_token)
     where p.delivery_id = held.id and p.lease_token = held.lease_token`.execute(db);
}
