import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import type { AccountScope } from '../accounts/index.ts';
import { newId } from '../lib/ids.ts';

/** What the vault seals of a call; the names are bound to the sealed bytes. */
export const RECEIPT_FIELDS = { request: 'passthrough.request', answer: 'passthrough.answer' } as const;

export interface Receipt {
  id: string;
  sealed_request: Buffer;
  answered_at: string | null;
  sealed_answer: Buffer | null;
  error_kind: string | null;
  error_code: string | null;
  error_message: string | null;
}

export async function insertReceipt(
  trx: Trx,
  scope: AccountScope,
  receipt: { sealedRequest: Buffer; createdAt: Date; expiresAt: Date },
): Promise<string> {
  const id = newId();
  await trx
    .insertInto('passthrough_receipts')
    .values({
      id,
      organization_id: scope.organizationId,
      linked_account_id: scope.linkedAccountId,
      sealed_request: receipt.sealedRequest,
      created_at: receipt.createdAt,
      expires_at: receipt.expiresAt,
    })
    .execute();
  return id;
}

/** For a job, which names the account alone: the organization comes out of the account's row. */
export async function findScope(db: Db, linkedAccountId: string): Promise<AccountScope | undefined> {
  const account = await db
    .selectFrom('linked_accounts')
    .select('organization_id')
    .where('id', '=', linkedAccountId)
    .executeTakeFirst();
  return account && { organizationId: account.organization_id, linkedAccountId };
}

export async function isPaused(db: Db, scope: AccountScope): Promise<boolean> {
  const account = await db
    .selectFrom('linked_accounts')
    .select('paused_at')
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .executeTakeFirstOrThrow();
  return account.paused_at !== null;
}

/** One that has not expired. */
export async function findReceipt(
  db: Db | Trx,
  scope: AccountScope,
  id: string,
  now: Date,
): Promise<Receipt | undefined> {
  return await db
    .selectFrom('passthrough_receipts')
    .select(['id', 'sealed_request', 'answered_at', 'sealed_answer'])
    .select(['error_kind', 'error_code', 'error_message'])
    .where('organization_id', '=', scope.organizationId)
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('id', '=', id)
    .where('expires_at', '>', now.toISOString())
    .executeTakeFirst();
}

export async function countWaiting(db: Db | Trx, scope: AccountScope, now: Date): Promise<number> {
  const { count } = await db
    .selectFrom('passthrough_receipts')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('organization_id', '=', scope.organizationId)
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('answered_at', 'is', null)
    .where('expires_at', '>', now.toISOString())
    .executeTakeFirstOrThrow();
  return count;
}

export interface ReceiptEnd {
  answeredAt: Date;
  sealedAnswer: Buffer | null;
  error: { kind: string; code: string; message: string } | null;
}

/** The first end counts. What was asked is needed no more. */
export async function endReceipt(db: Db, scope: AccountScope, id: string, end: ReceiptEnd): Promise<void> {
  await db
    .updateTable('passthrough_receipts')
    .set({
      answered_at: end.answeredAt,
      sealed_answer: end.sealedAnswer,
      sealed_request: Buffer.alloc(0),
      error_kind: end.error?.kind ?? null,
      error_code: end.error?.code ?? null,
      error_message: end.error?.message ?? null,
    })
    .where('organization_id', '=', scope.organizationId)
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('id', '=', id)
    .where('answered_at', 'is', null)
    .execute();
}

/** Of all accounts. */
export async function deleteExpiredReceipts(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('passthrough_receipts').where('expires_at', '<=', now.toISOString()).execute();
}
