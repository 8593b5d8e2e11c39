import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import { notFound } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';
import { findReceipt, findReceiptOfAccount, type ErasureReceipt } from './receipts-store.ts';

/** @throws AppError not_found */
export async function getErasureReceipt(
  deps: { db: Db },
  organizationId: string,
  id: string,
): Promise<ErasureReceipt> {
  const receipt = isUuid(id) ? await findReceipt(deps.db, organizationId, id) : undefined;
  if (!receipt) throw notFound('erasure receipt');
  return receipt;
}

/** Of an account that is erased. @throws AppError not_found */
export async function getReceiptOfAccount(deps: { db: Db }, scope: AccountScope): Promise<ErasureReceipt> {
  const receipt = await findReceiptOfAccount(deps.db, scope.organizationId, scope.linkedAccountId);
  if (!receipt) throw notFound('erasure receipt');
  return receipt;
}
