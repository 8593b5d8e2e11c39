import { sql } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';
import { addMs, MINUTE_MS } from '../lib/duration.ts';
import { isUuid } from '../lib/ids.ts';
import { enqueue } from '../queue/enqueue.ts';
import { deleteRows, listAccountTables, listNullableColumns } from './account-tables.ts';

/** A job that is lost is added again after this. */
const AGAIN_MS = 10 * MINUTE_MS;

/** Of an account that is being erased, all that events still say. */
export interface AccountToErase {
  id: string;
  end_user_origin_id: string;
  integration: string;
}

/**
 * Holds the account and whatever is at work on it. Runs and sessions first, as they take them themselves, so that nobody
 * waits for the other from both ends. Undefined: there is no such account any more.
 */
export async function lockAccountToErase(
  trx: Trx,
  { organizationId, linkedAccountId }: AccountScope,
): Promise<AccountToErase | undefined> {
  if (!isUuid(linkedAccountId)) return undefined;
  await sql`
    select from sync_runs where organization_id = ${organizationId} and linked_account_id = ${linkedAccountId}
       and state in ('queued', 'running', 'held') order by id for update`.execute(trx);
  await sql`
    select from link_sessions where organization_id = ${organizationId} and linked_account_id = ${linkedAccountId}
       and ended_at is null order by id for update`.execute(trx);
  return await trx
    .selectFrom('linked_accounts')
    .select(['id', 'end_user_origin_id', 'integration'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', linkedAccountId)
    .forUpdate()
    .executeTakeFirst();
}

/** Nobody uses what opens the source any more; jobs end the consents there. */
export async function retireAccess(trx: Trx, linkedAccountId: string, now: Date): Promise<void> {
  await sql`delete from oauth_grants where linked_account_id = ${linkedAccountId} and state = 'ended'`.execute(
    trx,
  );
  const { rows } = await sql<{ id: string }>`
    update oauth_grants set state = 'revoking', link_session_id = null, due_at = ${addMs(now, AGAIN_MS)}
     where linked_account_id = ${linkedAccountId} returning id`.execute(trx);
  for (const { id } of rows) await enqueue(trx, 'revoke_grant', { linkedAccountId, grantId: id });
}

/** Mail to the address is mail to nobody from now on, and the address is never issued again. */
export async function retireServiceEmail(trx: Trx, linkedAccountId: string, now: Date): Promise<void> {
  await sql`
    insert into retired_service_emails (local_part_hash, retired_at)
    select sha256(convert_to(part, 'UTF8')), ${now}::timestamptz
      from service_emails, unnest(array[local_part, replaced_local_part]) part
     where linked_account_id = ${linkedAccountId} and part is not null
        on conflict do nothing`.execute(trx);
}

/** What was to be sent is not sent any more, and what waits for its place in the change feed gets none. */
export async function stopTelling(trx: Trx, linkedAccountId: string): Promise<void> {
  await lockUntoldEvents(trx, linkedAccountId);
  await sql`
    with unsent as (
      delete from pending_deliveries p using webhook_deliveries d, outbox_events e
       where p.delivery_id = d.id and e.id = d.event_id and e.linked_account_id = ${linkedAccountId}
      returning d.id)
    delete from webhook_deliveries d using unsent where d.id = unsent.id`.execute(trx);
  await sql`
    delete from outbox_events e using undispatched_events u
     where u.event_id = e.id and e.linked_account_id = ${linkedAccountId}`.execute(trx);
}

/** In the order in which the dispatcher takes them, so that neither waits for the other from both ends. */
export async function lockUntoldEvents(trx: Trx, linkedAccountId: string): Promise<void> {
  await sql`
    select from undispatched_events u join outbox_events e on e.id = u.event_id
     where e.linked_account_id = ${linkedAccountId}
     order by u.occurred_at, u.event_id for update of u`.execute(trx);
}

/** Deletes all but what there may be a great many of. Returns how many rows, by table. */
export async function deleteSmallTables(trx: Trx, linkedAccountId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of (await listAccountTables(trx)).small) {
    counts[table] = await deleteRows(trx, table, linkedAccountId);
  }
  return counts;
}

/**
 * From the commit on nobody finds the account: it belongs to no organization, no token names it, and its origin id is free for
 * another. Its row stays until everything that refers to it is gone, and says nothing.
 */
export async function detachAccount(trx: Trx, linkedAccountId: string): Promise<void> {
  const emptied = (await listNullableColumns(trx, 'linked_accounts')).map(
    (name) => sql`${sql.ref(name)} = null`,
  );
  await sql`
    update linked_accounts
       set ${sql.join(emptied)}, end_user_origin_id = 'erased:' || id, status = 'IDLE', source_shapes = '{}',
           notification_addresses = '{}', notification_mode = 'failures', next_clock_at = 'infinity',
           retention_due_at = 'infinity'
     where id = ${linkedAccountId}`.execute(trx);
}
