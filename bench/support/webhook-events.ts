import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { AppContext } from '../../src/app-context.ts';
import { inTransaction } from '../../src/db/transaction.ts';
import { readEventData } from '../../src/hris/told-events.ts';
import { EVENT_ID } from '../../src/webhooks/event-id.ts';
import { createEndpoint, wakeDispatcher } from '../../src/webhooks/index.ts';
import { insertAccounts, insertPeople, type BenchAccount } from './api-rows.ts';

export interface WebhookWorld {
  organizationId: string;
  accounts: BenchAccount[];
}

/** Accounts with people, each with an endpoint of its own at the receiver; the last one's hangs, and gets no events by itself. */
export async function seedWebhooks(
  context: AppContext,
  receiver: string,
  { endpoints, people }: { endpoints: number; people: number },
): Promise<WebhookWorld> {
  const { accounts } = await insertAccounts(context, endpoints + 1);
  await insertPeople(context, accounts, people);
  // Nothing else is to be done for them meanwhile.
  await sql`update linked_accounts set status = 'IDLE'`.execute(context.db);
  const { id: organizationId } = await context.db
    .selectFrom('organizations')
    .select('id')
    .executeTakeFirstOrThrow();
  for (const [place, { id }] of accounts.entries()) {
    const url = `${receiver}/${place === endpoints ? 'hang' : `hook/${place}`}`;
    await createEndpoint(context, organizationId, { url, linkedAccountIds: [id] });
  }
  await sql`vacuum analyze`.execute(context.db);
  return { organizationId, accounts };
}

/** Announces so many changed people of these accounts, in one transaction. Returns the events' ids, and when they were there. */
export async function announcePeople(
  context: AppContext,
  { organizationId }: WebhookWorld,
  accounts: readonly BenchAccount[],
  count: number,
): Promise<{ ids: string[]; committedAt: number }> {
  const each = Math.ceil(count / accounts.length);
  const data = JSON.stringify({
    changes: [{ field: 'job_title', before: 'Engineer', after: 'Senior Engineer' }],
    linked_account: {
      id: organizationId,
      end_user_origin_id: 'origin',
      end_user_organization_name: 'Juniper & Vale',
      integration: 'justworks',
    },
  });
  const ids = await inTransaction(context.db, async (trx) => {
    const { rows } = await sql<{ id: string }>`
      insert into outbox_events (id, organization_id, linked_account_id, type, record_id, record_sequence, data, occurred_at)
      select ${sql.raw(EVENT_ID)}, ${organizationId}, account.id, 'employee.updated', person.id, person.sequence, ${data}::json,
             clock_timestamp()
        from unnest(${accounts.map(({ id }) => id)}::uuid[]) account(id)
       cross join generate_series(1, ${Math.ceil(each / 100)}::int) again
       cross join lateral (select id, sequence from employees
                            where linked_account_id = account.id order by created_at limit ${Math.min(each, 100)}::int) person
       limit ${count}
      returning id`.execute(trx);
    await wakeDispatcher(trx);
    return rows.map(({ id }) => id);
  });
  return { ids, committedAt: Date.now() };
}

/** The bodies that the service sends for such events. */
export async function readBodies(context: AppContext): Promise<string[]> {
  const { rows } = await sql<{ linked_account_id: string; id: string; sequence: number; data: string }>`
    select e.linked_account_id, e.record_id as id, e.record_sequence as sequence, e.data::text as data
      from outbox_events e where e.record_id is not null limit 1000`.execute(context.db);
  const type = 'employee.updated';
  const texts = await readEventData(
    context.db,
    rows.map(({ linked_account_id, id, sequence, data }) => ({
      type,
      linked_account_id,
      record_id: id,
      record_sequence: sequence,
      data,
    })),
  );
  return texts.map((text) => `{"type":"${type}","timestamp":"${new Date().toISOString()}","data":${text}}`);
}

/** Resolves when every delivery but those of the hanging endpoint is written down. */
export async function allRecorded(context: AppContext, { accounts }: WebhookWorld): Promise<void> {
  const hanging = accounts.at(-1)!.id;
  for (;;) {
    const { rows } = await sql<{ left: boolean }>`
      select exists (select from webhook_endpoints e
                      cross join lateral (select from pending_deliveries p where p.endpoint_id = e.id
                                           order by p.next_attempt_at limit 1) pending
                      where not e.linked_account_ids @> array[${hanging}::uuid])
          or exists (select from undispatched_events) as left`.execute(context.db);
    if (!rows[0]!.left) return;
    await pause(20);
  }
}
