import { sql } from 'kysely';
import { toDate, type Db } from '../db/client.ts';
import { runStatement, slot, spell, type Statement } from '../db/prepared.ts';
import { toArrayText } from '../db/sql-array.ts';
import { isSoonOnDisk, soonOnDisk, type Trx } from '../db/transaction.ts';
import type { AttemptOutcome } from './attempt-outcome.ts';
import type { ClaimedDelivery } from './claim-deliveries.ts';
import type { EndpointHealth } from './endpoint-health.ts';

/** An attempt, and what becomes of its delivery. */
export interface AttemptEnd {
  delivery: ClaimedDelivery;
  outcome: AttemptOutcome;
  attemptNumber: number;
  state: 'pending' | 'succeeded' | 'failed';
  /** With `pending` alone. */
  nextAt: Date | null;
}

/**
 * Writes any number of attempts down in one statement, each under the lease that it was made with: of a delivery that
 * another worker has taken over nothing is changed. Endpoints that had trouble and gave a success are well again.
 * Returns the ids of those that were written.
 */
export async function writeAttempts(db: Db | Trx, ends: readonly AttemptEnd[], now: Date): Promise<string[]> {
  const values = toValues(ends, now);
  const rows = db.isTransaction ? (await recording(values).execute(db)).rows : await recordKept(db, values);
  return rows.map(({ id }) => id);
}

/** As parameters: arrays of PostgreSQL, spelled. */
interface RecordValues {
  ids: string;
  organizationIds: string;
  leaseTokens: string;
  states: string;
  nextAts: string;
  numbers: string;
  startedAts: string;
  durationsMs: string;
  statusCodes: string;
  /** JSON, as is `answers`: what others said may hold anything. */
  failures: string;
  answers: string;
  wellIds: string;
  now: Date;
}

function toValues(ends: readonly AttemptEnd[], now: Date): RecordValues {
  const list = (part: (end: AttemptEnd) => string | number | null) => toArrayText(ends.map(part));
  const succeeded = ends.filter(({ state }) => state === 'succeeded');
  return {
    ids: list(({ delivery }) => delivery.id),
    organizationIds: list(({ delivery }) => delivery.endpoint.organizationId),
    leaseTokens: list(({ delivery }) => delivery.leaseToken),
    states: list(({ state }) => state),
    nextAts: list(({ nextAt }) => nextAt && nextAt.toISOString()),
    numbers: list(({ attemptNumber }) => attemptNumber),
    startedAts: list(({ outcome }) => outcome.startedAt.toISOString()),
    durationsMs: list(({ outcome }) => outcome.durationMs),
    statusCodes: list(({ outcome }) => outcome.statusCode),
    failures: JSON.stringify(ends.map(({ outcome }) => outcome.failure)),
    answers: JSON.stringify(ends.map(({ outcome }) => outcome.answer)),
    wellIds: toArrayText([...new Set(succeeded.map(({ delivery }) => delivery.endpoint.id))]),
    now,
  };
}

let kept: Statement<{ id: string }> | undefined;

/** Outside a transaction of ours it is asked for all the time: planning it takes longer than a few rows do. */
function recordKept(db: Db, values: RecordValues) {
  kept ??= spell(
    db,
    recording({
      ids: slot('ids'),
      organizationIds: slot('organizationIds'),
      leaseTokens: slot('leaseTokens'),
      states: slot('states'),
      nextAts: slot('nextAts'),
      numbers: slot('numbers'),
      startedAts: slot('startedAts'),
      durationsMs: slot('durationsMs'),
      statusCodes: slot('statusCodes'),
      failures: slot('failures'),
      answers: slot('answers'),
      wellIds: slot('wellIds'),
      now: slot('now'),
    }),
    { isKept: true },
  );
  return runStatement(db, kept, { ...values });
}

/**
 * Endpoints are locked first, as everywhere. Asked for by an array of ids deliveries are looked up by their key; joined alone, the
 * planner would read the whole table as long as its statistics call it small. Those that had an attempt before are locked before it is
 * read, so that what is forgotten of it meanwhile stays forgotten.
 */
const recording = (values: RecordValues) => sql<{ id: string }>`
    with ${soonOnDisk}, attempt as materialized (
      select * from rows from (
        unnest(${values.ids}::uuid[], ${values.organizationIds}::uuid[], ${values.leaseTokens}::bigint[],
               ${values.states}::text[], ${values.nextAts}::timestamptz[], ${values.numbers}::int[],
               ${values.startedAts}::timestamptz[], ${values.durationsMs}::int[], ${values.statusCodes}::int[]),
        json_array_elements_text(${values.failures}::json), json_array_elements_text(${values.answers}::json))
        one(id, organization_id, lease_token, state, next_at, number, started_at, duration_ms, status_code, failure, answer)
       order by id),
    well as (
      update webhook_endpoints set failing_since = null, failure_streak = 0, paused_until = null
       where id = any(array(
         select id from webhook_endpoints
          where id = any(${values.wellIds}::uuid[]) and (failing_since is not null or failure_streak > 0)
          order by id for no key update))
      returning id),
    ended as (
      delete from pending_deliveries p using attempt a
       where p.delivery_id = any(array(select id from attempt where state <> 'pending')) and ${isHeld}
         and (select count(*) from well) >= 0
      returning p.delivery_id),
    postponed as (
      update pending_deliveries p set next_attempt_at = a.next_at, lease_until = null, lease_token = null from attempt a
       where p.delivery_id = any(array(select id from attempt where state = 'pending')) and ${isHeld}
         and (select count(*) from well) >= 0
      returning p.delivery_id),
    held as materialized (select delivery_id from ended union all select delivery_id from postponed),
    tried as materialized (
      select d.id, d.attempt_count, d.attempted_at, d.attempt_duration_ms, d.attempt_status_code, d.attempt_failure,
             d.attempt_answer
        from webhook_deliveries d
       where d.id = any(array(select id from attempt join held on held.delivery_id = id where number > 1))
         and d.attempted_at is not null
       order by d.id for no key update of d),
    former as (
      insert into former_attempts (delivery_id, attempt_number, started_at, duration_ms, status_code, failure, answer)
      select * from tried)
    update webhook_deliveries d
       set state = a.state, attempt_count = a.number,
           finished_at = case when a.state = 'pending' then null else ${values.now}::timestamptz end,
           attempted_at = a.started_at, attempt_duration_ms = a.duration_ms, attempt_status_code = a.status_code,
           attempt_failure = a.failure, attempt_answer = a.answer
      from attempt a
     where d.id = any(array(select delivery_id from held)) and d.id = a.id and d.organization_id = a.organization_id
       and (select count(*) from tried) >= 0 and ${isSoonOnDisk}
    returning d.id`;

/** SQL: whether the pending delivery `p` is still leased for the attempt `a`. */
const isHeld = sql`p.delivery_id = a.id and p.lease_token = a.lease_token`;

export interface LockedEndpoint extends EndpointHealth {
  id: string;
  organizationId: string;
  url: string;
  status: 'enabled' | 'disabled';
}

/** Of endpoints of several organizations, which each row names; in the order of ids, as everywhere. */
export async function lockEndpoints(trx: Trx, ids: readonly string[]): Promise<LockedEndpoint[]> {
  const rows = await trx
    .selectFrom('webhook_endpoints')
    .select(['id', 'organization_id', 'url', 'status', 'failing_since', 'failure_streak', 'paused_until'])
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return rows.map((row) => ({
    id: row.id,
    organizationId: row.organization_id,
    url: row.url,
    status: row.status,
    failingSince: row.failing_since === null ? null : toDate(row.failing_since),
    failureStreak: row.failure_streak,
    pausedUntil: row.paused_until === null ? null : toDate(row.paused_until),
  }));
}

export async function updateHealth(
  trx: Trx,
  { id, organizationId }: { id: string; organizationId: string },
  health: EndpointHealth,
): Promise<void> {
  await trx
    .updateTable('webhook_endpoints')
    .set({
      failing_since: health.failingSince,
      failure_streak: health.failureStreak,
      paused_until: health.pausedUntil,
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}
