import { sql, type RawBuilder } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import { apiTimestampSql } from '../db/timestamps.ts';
import type { Trx } from '../db/transaction.ts';
import { EVENT_ID } from '../webhooks/event-id.ts';
import type { EventType, LinkedAccountReference } from '../webhooks/events.ts';
import { listNullableColumns } from './account-tables.ts';
import type { PersonRecords } from './person-rows.ts';

/** Why nothing is left of a record, as its event says it. */
export type EmptiedBecause = 'ignored' | 'retention';

/** What stays of a record: whose and which it is, when it came, and that it is empty. */
const EMPTY_BODY = sql.raw(`(
  select json_object_agg(entry.key,
           case when entry.key in ('id', 'created_at') then entry.value
                when entry.key = 'modified_at' then to_json((select ${apiTimestampSql('now()')}))
                when entry.key = 'remote_was_deleted' then to_json(emptied.was_deleted)
                else 'null'::json end
           order by entry.position)
    from json_each(r.body) with ordinality entry(key, value, position))`);

/**
 * Empties the records for good: every column that may be null is, and the body says nothing but which record it is. An event
 * tells each, without what it said.
 */
export async function emptyRecords(
  trx: Trx,
  scope: AccountScope,
  { model, table, ids }: PersonRecords,
  told: { because: EmptiedBecause; reference: LinkedAccountReference },
): Promise<void> {
  if (ids.length === 0) return;
  const isDeleted = told.because === 'retention';
  const type = `${model}.${isDeleted ? 'deleted' : 'updated'}` satisfies EventType;
  await sql`
    with emptied as materialized (
      select id, remote_was_deleted or ${isDeleted}::boolean as was_deleted from ${sql.table(table)}
       where linked_account_id = ${scope.linkedAccountId} and id = any(${ids}::uuid[])),
    written as (
      update ${sql.table(table)} r
         set ${sql.join(await toAssignments(trx, table))}, body = ${EMPTY_BODY}, remote_was_deleted = emptied.was_deleted,
             source_key = 'ignored:' || r.id, fingerprint = '', missed_runs = 0, sequence = r.sequence + 1, modified_at = now(),
             ignored_at = now()
        from emptied
       where r.linked_account_id = ${scope.linkedAccountId} and r.id = emptied.id
      returning r.id, r.sequence)
    insert into outbox_events (id, organization_id, linked_account_id, type, record_id, record_sequence, data, occurred_at)
    select ${sql.raw(EVENT_ID)}, ${scope.organizationId}::uuid, ${scope.linkedAccountId}::uuid, ${type}::text, id, sequence,
           json_build_object('changes', '[]'::json, 'erased', ${told.because}::text,
                             'linked_account', ${JSON.stringify(told.reference)}::json),
           now()
      from written`.execute(trx);
}

async function toAssignments(trx: Trx, table: string): Promise<RawBuilder<unknown>[]> {
  const written = ['ignored_at'];
  const names = (await listNullableColumns(trx, table)).filter((name) => !written.includes(name));
  const isPerson = table === 'employees';
  return [...names.map((name) => sql`${sql.ref(name)} = null`), ...(isPerson ? [sql`group_ids = '{}'`] : [])];
}
