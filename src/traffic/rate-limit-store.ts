import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { MINUTE_MS } from '../lib/duration.ts';

/** Whose requests are counted: a key's, or those about an account. */
export interface RateLimitSubject {
  kind: 'api_key' | 'linked_account';
  organizationId: string;
  id: string;
}

export interface LeaseWish {
  subject: RateLimitSubject;
  /** Of its bucket, which fills once a minute. */
  capacity: number;
  /** At most the capacity. */
  wanted: number;
}

export interface Lease {
  granted: number;
  /** What is left for whoever asks next. */
  left: number;
}

/** An idle bucket is full after a minute, so that no row says the same. */
const IDLE_MS = 60 * MINUTE_MS;
const SWEEP_BATCH = 1000;

/**
 * Takes tokens out of the subjects' buckets, as many as are there; what is granted belongs to this process. Answers in the
 * order of the wishes. One statement, rows in one order, so that two processes never wait for each other in a circle.
 */
export async function leaseTokens(db: Db, wishes: readonly LeaseWish[], now: Date): Promise<Lease[]> {
  const { rows } = await sql<{ subject_id: string; kind: string; granted: number; tokens: number }>`
    insert into rate_limit_buckets as bucket (kind, subject_id, organization_id, tokens, refilled_at, granted)
    select kind, subject_id, organization_id, capacity - wanted, ${now}::timestamptz, wanted
      from unnest(${wishes.map(({ subject }) => subject.kind)}::text[],
                  ${wishes.map(({ subject }) => subject.id)}::uuid[],
                  ${wishes.map(({ subject }) => subject.organizationId)}::uuid[],
                  ${wishes.map(({ capacity }) => capacity)}::double precision[],
                  ${wishes.map(({ wanted }) => wanted)}::integer[])
           as wish (kind, subject_id, organization_id, capacity, wanted)
     order by kind, subject_id
    on conflict (kind, subject_id) do update
       set tokens = ${FILLED} - ${GRANTED}, granted = ${GRANTED},
           refilled_at = greatest(bucket.refilled_at, excluded.refilled_at)
     where bucket.organization_id = excluded.organization_id
    returning kind, subject_id, granted, tokens`.execute(db);
  const leases = new Map(rows.map((row) => [`${row.kind} ${row.subject_id}`, row]));
  return wishes.map(({ subject }) => {
    const lease = leases.get(`${subject.kind} ${subject.id}`);
    return { granted: lease?.granted ?? 0, left: Math.floor(lease?.tokens ?? 0) };
  });
}

// A wish is written as what its bucket would be if it were new: capacity without what is wanted.
const CAPACITY = sql`(excluded.tokens + excluded.granted)`;
const FILLED = sql`least(${CAPACITY}, bucket.tokens + ${CAPACITY} / 60
  * greatest(0, extract(epoch from excluded.refilled_at - bucket.refilled_at)::double precision))`;
const GRANTED = sql`least(excluded.granted, floor(${FILLED}))::integer`;

/** Forgets buckets of callers that have not asked for an hour. */
export async function sweepRateLimits(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - IDLE_MS);
  await sql`
    delete from rate_limit_buckets
     where (kind, subject_id) in (select kind, subject_id from rate_limit_buckets
                                   where refilled_at < ${before} limit ${SWEEP_BATCH})`.execute(db);
}
