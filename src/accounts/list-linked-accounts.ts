import { sql, type ExpressionBuilder } from 'kysely';
import type { Db } from '../db/client.ts';
import type { LinkedAccountStatus } from '../db/schema/accounts.ts';
import type { Schema } from '../db/schema/index.ts';
import type { Trx } from '../db/transaction.ts';
import { isUuid } from '../lib/ids.ts';
import { LINKED_ACCOUNT_COLUMNS, type LinkedAccount } from './linked-accounts-store.ts';

/** Where a page begins: behind this account, or before it. `createdAt` is the database's text. */
export interface ListPosition {
  createdAt: string;
  id: string;
  direction: 'next' | 'previous';
}

export interface LinkedAccountFilters {
  status?: LinkedAccountStatus;
  endUserOriginIds?: readonly string[];
  ids?: readonly string[];
  endUserEmailAddress?: string;
  endUserOrganizationName?: string;
  integration?: string;
  isTestAccount?: boolean;
}

export interface ListLinkedAccountsOptions {
  /** Null: the first page. */
  position: ListPosition | null;
  pageSize: number;
  filters?: LinkedAccountFilters;
}

export interface LinkedAccountsPage {
  /** Oldest first, whatever the direction. */
  accounts: LinkedAccount[];
  next: ListPosition | null;
  previous: ListPosition | null;
}

/** One page by (created_at, id), stable while accounts come and change. */
export async function listLinkedAccounts(
  db: Db | Trx,
  organizationId: string,
  options: ListLinkedAccountsOptions,
): Promise<LinkedAccountsPage> {
  const { position, pageSize, filters = {} } = options;
  const isBackward = position?.direction === 'previous';
  let query = db
    .selectFrom('linked_accounts')
    .select(LINKED_ACCOUNT_COLUMNS)
    .where('organization_id', '=', organizationId)
    .where((where) => where.and(toConditions(where, filters)))
    .orderBy('created_at', isBackward ? 'desc' : 'asc')
    .orderBy('id', isBackward ? 'desc' : 'asc')
    .limit(pageSize + 1);
  if (position) {
    const key = sql`(${position.createdAt}::timestamptz, ${position.id}::uuid)`;
    query = query.where(
      isBackward ? sql<boolean>`(created_at, id) < ${key}` : sql<boolean>`(created_at, id) > ${key}`,
    );
  }
  return toPage(await query.execute(), pageSize, position);
}

function toConditions(where: ExpressionBuilder<Schema, 'linked_accounts'>, filters: LinkedAccountFilters) {
  return [
    ...(filters.status ? [where('status', '=', filters.status)] : []),
    ...(filters.endUserOriginIds ? [inList(where, 'end_user_origin_id', filters.endUserOriginIds)] : []),
    // What is no uuid names no account; the database would refuse the whole query.
    ...(filters.ids ? [inList(where, 'id', filters.ids.filter(isUuid))] : []),
    ...(filters.endUserEmailAddress
      ? [where('end_user_email_address', '=', filters.endUserEmailAddress)]
      : []),
    ...(filters.endUserOrganizationName
      ? [where('end_user_organization_name', '=', filters.endUserOrganizationName)]
      : []),
    ...(filters.integration ? [where('integration', '=', filters.integration)] : []),
    ...(filters.isTestAccount === undefined ? [] : [where('is_test_account', '=', filters.isTestAccount)]),
  ];
}

function inList(
  where: ExpressionBuilder<Schema, 'linked_accounts'>,
  column: 'id' | 'end_user_origin_id',
  values: readonly string[],
) {
  return values.length === 0 ? where.val(false) : where(column, 'in', values);
}

function toPage(rows: LinkedAccount[], pageSize: number, position: ListPosition | null): LinkedAccountsPage {
  const hasMore = rows.length > pageSize;
  const isBackward = position?.direction === 'previous';
  const accounts = isBackward ? rows.slice(0, pageSize).reverse() : rows.slice(0, pageSize);
  const first = accounts[0];
  const last = accounts.at(-1);
  const hasNext = isBackward || hasMore;
  const hasPrevious = isBackward ? hasMore : position !== null;
  return {
    accounts,
    next: last && hasNext ? { createdAt: last.created_at, id: last.id, direction: 'next' } : null,
    previous:
      first && hasPrevious ? { createdAt: first.created_at, id: first.id, direction: 'previous' } : null,
  };
}
