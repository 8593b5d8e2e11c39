import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { listTellingEvents } from '../hris/hidden-events.ts';
import { otherChangesSql, withNullsSql } from './hidden-sql.ts';
import { inBatches, NO_ID } from './in-batches.ts';
import type { HiddenPart } from './rewrite-records.ts';

const BATCH_EVENTS = 1000;

interface Place {
  occurredAt: string;
  id: string;
}

/** Takes hidden fields out of the model's events, told ones and those to be told; events that tell nothing else go. */
export async function rewriteEvents(db: Db, part: HiddenPart): Promise<void> {
  const first: Place = { occurredAt: '-infinity', id: NO_ID };
  await inBatches(db, part.linkedAccountId, first, (trx, after) => rewriteBatch(trx, part, after));
}

async function rewriteBatch(
  trx: Trx,
  { organizationId, linkedAccountId, plan, hidden }: HiddenPart,
  after: Place,
): Promise<Place | undefined> {
  const names = [...hidden.fields[plan.model]];
  const gone = plan.model === 'employee' ? listTellingEvents(names) : [];
  const { rows } = await sql<Place>`
    with batch as materialized (
      select id, occurred_at, type from outbox_events
       where organization_id = ${organizationId} and linked_account_id = ${linkedAccountId}
         and split_part(type, '.', 1) = ${plan.model}
         and (occurred_at, id) > (${after.occurredAt}::timestamptz, ${after.id}::uuid)
       order by occurred_at, id limit ${BATCH_EVENTS}),
    deleted as (
      delete from outbox_events e using batch where e.id = batch.id and batch.type = any(${gone}::text[])),
    rewritten as (
      update outbox_events e
         set data = (
           select json_object_agg(part.key, case
                    when part.key = 'changes' and json_typeof(part.value) = 'array' then ${otherChangesSql(sql`part.value`, names)}
                    when part.key = 'record' and json_typeof(part.value) = 'object' then ${withNullsSql(sql`part.value`, names)}
                    else part.value end order by part.position)
             from json_each(e.data) with ordinality part(key, value, position))
        from batch
       where e.id = batch.id and batch.type <> all(${gone}::text[])
         and (e.data->'record' is not null or coalesce(json_array_length(case json_typeof(e.data->'changes') when 'array'
              then e.data->'changes' end) > 0, false)))
    select occurred_at::text as "occurredAt", id from batch order by occurred_at desc, id desc limit 1`.execute(
    trx,
  );
  return rows[0];
}
