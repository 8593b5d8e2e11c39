import { sql, type Selectable, type Updateable } from 'kysely';
import type { Db } from '../db/client.ts';
import type { WebhookEndpointsTable } from '../db/schema/webhooks.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import type { Trx } from '../db/transaction.ts';
import type { EndpointView } from './endpoint-view.ts';

export type EndpointRow = Selectable<WebhookEndpointsTable>;

/** The columns of an endpoint's custom headers. */
export type StoredHeaders = Pick<EndpointRow, 'header_names' | 'sealed_headers'>;

export interface NewEndpoint {
  id: string;
  url: string;
  description: string | null;
  eventFilter: string[];
  format: EndpointView['format'];
  payload: EndpointView['payload'];
  linkedAccountIds: string[] | null;
  headers: StoredHeaders;
  now: Date;
}

export function insertEndpoint(
  trx: Trx,
  organizationId: string,
  endpoint: NewEndpoint,
): Promise<EndpointRow> {
  return trx
    .insertInto('webhook_endpoints')
    .values({
      id: endpoint.id,
      organization_id: organizationId,
      url: endpoint.url,
      description: endpoint.description,
      event_filter: endpoint.eventFilter,
      format: endpoint.format,
      payload: endpoint.payload,
      linked_account_ids: endpoint.linkedAccountIds,
      ...endpoint.headers,
      status: 'enabled',
      disabled_reason: null,
      failing_since: null,
      created_at: endpoint.now,
      modified_at: endpoint.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export function findEndpoint(
  db: Db | Trx,
  organizationId: string,
  id: string,
): Promise<EndpointRow | undefined> {
  return selectEndpoint(db, organizationId, id).executeTakeFirst();
}

/** Nobody deletes it before the end of the transaction. */
export function holdEndpoint(trx: Trx, organizationId: string, id: string): Promise<EndpointRow | undefined> {
  return selectEndpoint(trx, organizationId, id).forKeyShare().executeTakeFirst();
}

const selectEndpoint = (db: Db | Trx, organizationId: string, id: string) =>
  db
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id);

export function selectEndpoints(db: Db | Trx, organizationId: string): Promise<EndpointRow[]> {
  return db
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

export type EndpointChanges = Pick<
  Updateable<WebhookEndpointsTable>,
  | 'url'
  | 'description'
  | 'event_filter'
  | 'payload'
  | 'linked_account_ids'
  | 'header_names'
  | 'sealed_headers'
  | 'status'
  | 'disabled_reason'
  | 'failing_since'
  | 'failure_streak'
  | 'paused_until'
>;

/** Undefined: this organization has no such endpoint. */
export function lockEndpoint(trx: Trx, organizationId: string, id: string): Promise<EndpointRow | undefined> {
  return trx
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Undefined: this organization has no such endpoint. */
export function updateEndpointRow(
  trx: Trx,
  organizationId: string,
  id: string,
  changes: EndpointChanges,
  now: Date,
): Promise<EndpointRow | undefined> {
  return trx
    .updateTable('webhook_endpoints')
    .set({ ...changes, modified_at: now })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
}

/** Its deliveries and their attempts go with it. False: this organization has no such endpoint. */
export async function deleteEndpointRow(db: Db | Trx, organizationId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('webhook_endpoints')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

/** An account leaves the lists once the event of its end is on its way. A list may become empty: then nothing comes. */
export async function dropDeletedAccounts(
  trx: Trx,
  events: readonly { organization_id: string; linked_account_id: string | null }[],
): Promise<void> {
  for (const { organization_id, linked_account_id } of events) {
    await sql`
      update webhook_endpoints set linked_account_ids = array_remove(linked_account_ids, ${linked_account_id}::uuid)
       where organization_id = ${organization_id} and ${linked_account_id}::uuid = any(linked_account_ids)`.execute(
      trx,
    );
  }
}

/** Counts under a lock on the organization, so that two creations at once can't both take the last place. */
export async function lockAndCountEndpoints(trx: Trx, organizationId: string): Promise<number> {
  await sql`select 1 from organizations where id = ${organizationId} for no key update`.execute(trx);
  const { count } = await trx
    .selectFrom('webhook_endpoints')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return count;
}

export function toEndpointView(row: EndpointRow): EndpointView {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    event_filter: row.event_filter,
    format: row.format,
    payload: row.payload,
    linked_account_ids: row.linked_account_ids,
    custom_header_names: row.header_names,
    status: row.status,
    disabled_reason: row.disabled_reason,
    failing_since: row.failing_since && toApiTimestamp(row.failing_since),
    created_at: toApiTimestamp(row.created_at),
    modified_at: toApiTimestamp(row.modified_at),
  };
}
