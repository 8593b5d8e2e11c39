import { sql, type RawBuilder } from 'kysely';
import type { EventType } from '../webhooks/events.ts';
import type { SyncRun } from './sync-run.ts';

/**
 * SQL that announces rows (id, body, sequence[, changes]) of the common table expression `source`, one event each.
 * Ids are version 7 by the database's clock: what is announced later sorts later.
 */
export function insertEventsSql(
  run: SyncRun,
  type: EventType,
  source: string,
  changes = `'[]'::json`,
): RawBuilder<unknown> {
  return sql`
    insert into outbox_events (id, organization_id, linked_account_id, type, data, occurred_at)
    select ${sql.raw(EVENT_ID)}, ${run.scope.organizationId}::uuid, ${run.scope.linkedAccountId}::uuid, ${type},
           json_build_object('record', body, 'changes', ${sql.raw(changes)},
             'linked_account', ${JSON.stringify(run.account.reference)}::json, 'sequence', sequence),
           now()
      from ${sql.table(source)}`;
}

// 48 bits of milliseconds and the version before the random rest of a version 4; PostgreSQL before 18 has none.
const EVENT_ID = `overlay(replace(gen_random_uuid()::text, '-', '')
  placing lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || '7' from 1 for 13)::uuid`;
