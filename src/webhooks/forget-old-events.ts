import { sql } from 'kysely';
import { ADVISORY_LOCKS } from '../db/advisory-locks.ts';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';

const BATCH_SIZE = 500;
/** What is left after these is for the next tick: other steps wait meanwhile. */
const MAX_BATCHES = 20;

export interface ForgetDeps {
  db: Db;
  config: { changes: { keptDays: number } };
}

/**
 * Deletes events that are older than the change feed goes back, with their deliveries; one that is still to be delivered
 * stays. How far each organization's feed is gone is kept. One at a time, others return at once. Returns how many.
 */
export async function forgetOldEvents(deps: ForgetDeps): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const count = await inTransaction(deps.db, (trx) => forgetBatch(trx, deps.config.changes.keptDays));
    total += count;
    if (count < BATCH_SIZE) break;
  }
  return total;
}

/** What was seen is stamped by the database's clock, and grows old by it. */
async function forgetBatch(trx: Trx, keptDays: number): Promise<number> {
  const { rows: locks } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(${ADVISORY_LOCKS.forgetOldEvents}) as taken`.execute(trx);
  if (!locks[0]?.taken) return 0;
  const { rows } = await sql<{ count: number }>`
    with old as materialized (
      select event.id from organizations
       cross join lateral (
         select e.id from outbox_events e
          where e.organization_id = organizations.id
            and e.occurred_at < now() - make_interval(days => ${keptDays}::int)
            and not exists (select from undispatched_events u where u.occurred_at = e.occurred_at and u.event_id = e.id)
            and not exists (select from webhook_deliveries d where d.event_id = e.id and d.state = 'pending')
          order by e.occurred_at
          limit ${BATCH_SIZE}) event
       limit ${BATCH_SIZE}),
    deleted as (
      delete from outbox_events e using old where e.id = old.id returning e.id),
    noted as (
      insert into change_feeds (organization_id, deleted_to)
      select organization_id, max(position) from event_positions
       where event_id = any(array(select id from deleted)) group by organization_id
          on conflict (organization_id) do update
             set deleted_to = greatest(change_feeds.deleted_to, excluded.deleted_to))
    select count(*)::int as count from deleted`.execute(trx);
  return rows[0]!.count;
}
