import { sql, type RawBuilder } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import type { EventType } from '../webhooks/events.ts';
import { EVENT_ID } from '../webhooks/event-id.ts';
import { wakeDispatcher } from '../webhooks/outbox.ts';
import type { RecordPlan } from './record-plans.ts';
import type { RecordWriter } from './sync-run.ts';

/**
 * SQL that announces rows (id, sequence[, changes]) of the common table expression `source`, one event each.
 * Ids are version 7 by the database's clock, which alone puts the events of all statements in a row: what is announced
 * later sorts later, whatever this machine's clock says.
 */
export function insertEventsSql(
  run: RecordWriter,
  plan: RecordPlan,
  event: 'created' | 'updated' | 'deleted',
  source: string,
  changes?: string,
): RawBuilder<unknown> {
  const { reference } = run.account;
  const data =
    changes === undefined
      ? sql`${JSON.stringify({ changes: [], linked_account: reference })}::json`
      : sql`json_build_object('changes', ${sql.raw(changes)}, 'linked_account', ${JSON.stringify(reference)}::json)`;
  return sql`
    insert into outbox_events (id, organization_id, linked_account_id, sync_run_id, type, record_id, record_sequence, data, occurred_at)
    select ${sql.raw(EVENT_ID)}, ${run.scope.organizationId}::uuid, ${run.scope.linkedAccountId}::uuid, ${run.id}::uuid,
           ${`${plan.model}.${event}` satisfies EventType}, id, sequence,
           ${data}, now()
      from ${sql.table(source)}`;
}

/** Announces what became of the run itself, after its records. Set-based writers wake the dispatcher by this. */
export async function appendRunEvent(
  trx: Trx,
  run: RecordWriter,
  type: EventType,
  details: Record<string, unknown>,
): Promise<void> {
  const data = JSON.stringify({ ...details, linked_account: run.account.reference });
  await sql`
    insert into outbox_events (id, organization_id, linked_account_id, sync_run_id, type, data, occurred_at)
    values (${sql.raw(EVENT_ID)}, ${run.scope.organizationId}, ${run.scope.linkedAccountId}, ${run.id}, ${type}, ${data}, now())`.execute(
    trx,
  );
  await wakeDispatcher(trx);
}
