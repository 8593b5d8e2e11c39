import type { Selectable } from 'kysely';
import { hashToken, parseToken } from '../crypto/token-hash.ts';
import type { Db } from '../db/client.ts';
import type { LinkedAccountsTable } from '../db/schema/accounts.ts';
import type { Trx } from '../db/transaction.ts';
import { notFound } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';
import type { LinkedAccountReference } from '../webhooks/events.ts';

export const LINKED_ACCOUNT_COLUMNS = [
  'id',
  'organization_id',
  'integration',
  'end_user_origin_id',
  'end_user_organization_name',
  'end_user_email_address',
  'status',
  'status_detail',
  'connection_method',
  'remote_company_id',
  'remote_company_name',
  'time_zone',
  'sync_interval_seconds',
  'next_sync_at',
  'data_fresh_as_of',
  'is_test_account',
  'created_at',
  'completed_at',
] as const;

/** A linked account without what is secret or the sync's own. Timestamps are the database's text. */
export type LinkedAccount = Pick<Selectable<LinkedAccountsTable>, (typeof LINKED_ACCOUNT_COLUMNS)[number]>;

/** Undefined for an id of another organization as for an unknown one. */
export async function findLinkedAccount(
  db: Db | Trx,
  organizationId: string,
  id: string,
): Promise<LinkedAccount | undefined> {
  if (!isUuid(id)) return undefined;
  return await db
    .selectFrom('linked_accounts')
    .select(LINKED_ACCOUNT_COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** @throws AppError not_found */
export async function getLinkedAccount(
  db: Db | Trx,
  organizationId: string,
  id: string,
): Promise<LinkedAccount> {
  const account = await findLinkedAccount(db, organizationId, id);
  if (!account) throw notFound('linked account');
  return account;
}

/** Slug of the source that the account reads, for whoever has the account in hand already. */
export async function getIntegration(
  db: Db | Trx,
  scope: { organizationId: string; linkedAccountId: string },
): Promise<string> {
  const { integration } = await db
    .selectFrom('linked_accounts')
    .select('integration')
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .executeTakeFirstOrThrow();
  return integration;
}

/** By the current account token, or the one before it while it lasts. A mistyped token costs no query. */
export async function findLinkedAccountByToken(
  db: Db | Trx,
  organizationId: string,
  accountToken: string,
  now: Date,
): Promise<LinkedAccount | undefined> {
  if (!parseToken(accountToken, 'acct')) return undefined;
  const hash = hashToken(accountToken);
  return await db
    .selectFrom('linked_accounts')
    .select(LINKED_ACCOUNT_COLUMNS)
    .where('organization_id', '=', organizationId)
    .where((where) =>
      where.or([
        where('account_token_hash', '=', hash),
        where.and([
          where('previous_account_token_hash', '=', hash),
          where('previous_account_token_expires_at', '>', now.toISOString()),
        ]),
      ]),
    )
    .executeTakeFirst();
}

/** Who an event is about, as every webhook body says it. */
export function toLinkedAccountReference(account: LinkedAccount): LinkedAccountReference {
  return {
    id: account.id,
    end_user_origin_id: account.end_user_origin_id,
    end_user_organization_name: account.end_user_organization_name,
    integration: account.integration,
  };
}
