import { sql } from 'kysely';
import { toDate, type Db } from '../db/client.ts';
import { runStatement, slot, spell, type Statement } from '../db/prepared.ts';
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
export async function insertAttempts(
  db: Db | Trx,
  ends: readonly AttemptEnd[],
  now: Date,
): Promise<string[]> {
  const succeeded = ends.filter(({ state }) => state === 'succeeded');
  const wellIds = [...new Set(succeeded.map(({ delivery }) => delivery.endpoint.id))];
  const values = { rows: JSON.stringify(ends.map(toRow)), wellIds, now };
  const written = await (db.isTransaction ? inserting(values).execute(db) : insertKept(db, values));
  return written.rows.map((row) => row.delivery_id);
}

interface InsertValues {
  /** JSON of what `toRow` makes. */
  rows: string;
  wellIds: string[];
  now: Date;
}

let kept: Statement<{ delivery_id: string }> | undefined;

/** Outside a transaction of ours it is asked for all the time: planning it takes longer than a few rows do. */
async function insertKept(db: Db, values: InsertValues) {
  kept ??= spell(db, inserting({ rows: slot('rows'), wellIds: slot('wellIds'), now: slot('now') }), {
    isKept: true,
  });
  return { rows: await runStatement(db, kept, { ...values }) };
}

/**
 * Rows are locked in the order of ids, endpoints first, as everywhere. Asked for by an array of ids they are looked up by
 * their key; joined alone, the planner would read the whole table as long as its statistics call it small.
 */
const inserting = ({ rows, wellIds, now }: InsertValues) => sql<{ delivery_id: string }>`
    with ${soonOnDisk}, attempt as materialized (
      select * from json_to_recordset(${rows}::json)
        as one(id uuid, organization_id uuid, lease_token bigint, state text, next_at timestamptz, number int,
               started_at timestamptz, duration_ms int, status_code int, failure text, answer text)),
    well as (
      update webhook_endpoints set failing_since = null, failure_streak = 0, paused_until = null
       where id = any(array(
         select id from webhook_endpoints
          where id = any(${wellIds}::uuid[]) and (failing_since is not null or failure_streak > 0)
          order by id for no key update))
      returning id),
    held as materialized (
      select d.id from webhook_deliveries d join attempt a on a.id = d.id
       where d.id = any(array(select id from attempt))
         and d.organization_id = a.organization_id and d.lease_token = a.lease_token
         and d.lease_until is not null and (select count(*) from well) >= 0 and ${isSoonOnDisk}
       order by d.id for no key update of d),
    ended as (
      update webhook_deliveries d
         set state = a.state, attempt_count = a.number, next_attempt_at = a.next_at, lease_until = null,
             finished_at = case when a.state = 'pending' then null else ${now}::timestamptz end
        from attempt a join held on held.id = a.id
       where d.id = a.id
      returning d.id)
    insert into delivery_attempts (delivery_id, attempt_number, started_at, duration_ms, status_code, failure, answer)
    select a.id, a.number, a.started_at, a.duration_ms, a.status_code, a.failure, a.answer
      from attempt a join ended on ended.id = a.id
    returning delivery_id`;

function toRow({ delivery, outcome, attemptNumber, state, nextAt }: AttemptEnd) {
  return {
    id: delivery.id,
    organization_id: delivery.endpoint.organizationId,
    lease_token: delivery.leaseToken,
    state,
    next_at: nextAt,
    number: attemptNumber,
    started_at: outcome.startedAt,
    duration_ms: outcome.durationMs,
    status_code: outcome.statusCode,
    failure: outcome.failure,
    answer: outcome.answer,
  };
}

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
