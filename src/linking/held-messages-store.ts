import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../db/client.ts';
import { listByKeyset } from '../db/keyset-list.ts';
import type { Trx } from '../db/transaction.ts';
import { isUuid } from '../lib/ids.ts';
import type { Page, PageRequest } from '../lib/page.ts';
import type { MessageShape } from './message-shape.ts';

/** Whose held messages: an organization's, or for the operator's commands all of the deployment's. */
export type HeldScope = { organizationId: string } | 'deployment';

export interface HeldMessageRow {
  id: string;
  organization_id: string;
  linked_account_id: string;
  integration: string;
  received_at: string;
  reason: string;
  shape: MessageShape | null;
}

/** Oldest first. @throws AppError `cursor_invalid` */
export function listHeldRows<T>(
  deps: { db: Db; cursorKey: Uint8Array },
  input: PageRequest & { scope: HeldScope; linkedAccountId?: string | undefined },
  toItem: (row: HeldMessageRow) => T,
): Promise<Page<T>> {
  const { scope, linkedAccountId } = input;
  const conditions = heldConditions(scope);
  if (linkedAccountId !== undefined)
    conditions.push(sql`message.linked_account_id = ${linkedAccountId}::uuid`);
  return listByKeyset<HeldMessageRow, T>(
    deps,
    {
      select: HELD,
      conditions,
      order: { key: 'received_at', id: 'message.id', isNewestFirst: false },
      list: { scope, list: 'held_messages', linkedAccountId },
    },
    input,
    toItem,
  );
}

export async function findHeldMessage(
  db: Db | Trx,
  scope: HeldScope,
  id: string,
): Promise<HeldMessageRow | undefined> {
  if (!isUuid(id)) return undefined;
  const conditions = [...heldConditions(scope), sql`message.id = ${id}`];
  const { rows } = await sql<HeldMessageRow>`${HELD} where ${sql.join(conditions, sql` and `)}`.execute(db);
  return rows[0];
}

/** Of one account, held until the transaction ends: those that wait for somebody to know their links. */
export async function lockUnknownLinkMessages(trx: Trx, linkedAccountId: string): Promise<{ id: string }[]> {
  return await trx
    .selectFrom('inbound_messages')
    .select('id')
    .where('linked_account_id', '=', linkedAccountId)
    .where('state', '=', 'held')
    .where('reason', '=', 'link_refused')
    .forUpdate()
    .execute();
}

/** All that wait for their links, of the whole deployment: an override holds for all of it. */
export async function reopenUnknownLinkMessages(
  trx: Trx,
): Promise<{ id: string; linked_account_id: string }[]> {
  return await trx
    .updateTable('inbound_messages')
    .set({ state: 'received', reason: null, shape: null })
    .where('state', '=', 'held')
    .where('reason', '=', 'link_refused')
    .where('sealed_message', 'is not', null)
    .returning(['id', 'linked_account_id'])
    .execute();
}

/** What has no bytes any more can't be looked at again, so nobody is asked about it. */
function heldConditions(scope: HeldScope): RawBuilder<unknown>[] {
  const held = sql`message.state = 'held' and message.sealed_message is not null`;
  return scope === 'deployment' ? [held] : [held, sql`account.organization_id = ${scope.organizationId}`];
}

const HELD = sql`
  select message.id, account.organization_id, message.linked_account_id, account.integration, message.received_at,
         message.reason, message.shape, message.received_at::text as keyset_key
    from inbound_messages message join linked_accounts account on account.id = message.linked_account_id`;
