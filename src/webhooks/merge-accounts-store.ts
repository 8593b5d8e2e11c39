import { sql } from 'kysely';
import { toAccountDetails } from '../accounts/account-views.ts';
import { LINKED_ACCOUNT_COLUMNS } from '../accounts/linked-accounts-store.ts';
import type { BodiesDeps, EventToTell } from './event-to-tell.ts';
import type { MergeAccount } from './merge-body.ts';

/** The accounts of these events as the API shows them, by id; one that is erased is missing. One statement. */
export async function readMergeAccounts(
  { db, connectors }: BodiesDeps,
  events: readonly Pick<EventToTell, 'organizationId' | 'linked_account_id'>[],
): Promise<Map<string, MergeAccount>> {
  const asked = events.filter((event) => event.linked_account_id !== null);
  if (asked.length === 0) return new Map();
  const rows = await db
    .selectFrom('linked_accounts')
    .select(LINKED_ACCOUNT_COLUMNS)
    .where(
      sql<boolean>`(organization_id, id) in (select * from unnest(
        ${asked.map((event) => event.organizationId)}::uuid[], ${asked.map((event) => event.linked_account_id)}::uuid[]))`,
    )
    .execute();
  return new Map(rows.map((row) => [row.id, toMergeAccount(toAccountDetails(row, connectors))]));
}

/** The format knows of no instances. */
function toMergeAccount(details: MergeAccount & { instance_id?: unknown; instance_display_value?: unknown }) {
  const account = { ...details };
  delete account.instance_id;
  delete account.instance_display_value;
  return account;
}
