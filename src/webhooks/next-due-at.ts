import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { apiTimestamp } from '../db/timestamps.ts';

/** When the next attempt of any organization is due, perhaps in the past; null when nothing is pending. What an endpoint's pause keeps back is due at its end. */
export async function nextDueAt(deps: { db: Db }): Promise<string | null> {
  const { rows } = await sql<{ due_at: string | null }>`
    select ${apiTimestamp('due.at')} as due_at from (
      select min(greatest(p.next_attempt_at, e.paused_until)) as at from pending_deliveries p
        join webhook_endpoints e on e.id = p.endpoint_id and e.status = 'enabled') due`.execute(deps.db);
  return rows[0]?.due_at ?? null;
}
