import type { AccountScope } from '../accounts/index.ts';
import { appendAuditEvent, linkOf, type AuditActor } from '../audit/index.ts';
import { endEmployerLinks } from '../auth/index.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { notFound } from '../lib/app-error.ts';
import { enqueue } from '../queue/enqueue.ts';
import { appendEvent } from '../webhooks/outbox.ts';
import { continueErasure, type ErasureDeps } from './continue-erasure.ts';
import {
  deleteSmallTables,
  detachAccount,
  lockAccountToErase,
  retireAccess,
  retireServiceEmail,
  stopTelling,
  type AccountToErase,
} from './detach-account.ts';
import {
  addToReceipt,
  findReceipt,
  findReceiptOfAccount,
  insertReceipt,
  type ErasureReceipt,
} from './receipts-store.ts';

/** What the caller waits for; of a larger account a job erases the rest. */
const BATCHES_AT_ONCE = 60;

/**
 * Erases an account with all that was ever read or sent of it. It is gone for everybody at once: its token and its id name
 * nothing, a run at work can write nothing more, mail to its address is refused. The receipt is complete when every row is
 * gone. Safe to repeat: it answers the receipt again.
 * @throws AppError not_found
 */
export async function eraseAccount(
  deps: ErasureDeps,
  scope: AccountScope,
  actor: AuditActor,
): Promise<ErasureReceipt> {
  const id = await inTransaction(deps.db, (trx) => beginErasure(trx, scope, actor, deps.clock.now()));
  if (id !== undefined) await continueErasure(deps, id, { maxBatches: BATCHES_AT_ONCE });
  const receipt =
    id === undefined
      ? await findReceiptOfAccount(deps.db, scope.organizationId, scope.linkedAccountId)
      : await findReceipt(deps.db, scope.organizationId, id);
  if (!receipt) throw notFound('linked account');
  return receipt;
}

async function beginErasure(
  trx: Trx,
  scope: AccountScope,
  actor: AuditActor,
  now: Date,
): Promise<string | undefined> {
  const account = await lockAccountToErase(trx, scope);
  if (!account) return undefined;
  const id = await insertReceipt(trx, { ...scope, subject: 'account', requestedAt: now });
  await retireAccess(trx, account.id, now);
  await retireServiceEmail(trx, account.id, now);
  await stopTelling(trx, account.id);
  // The page on which it was asked for shows the receipt.
  await endEmployerLinks(trx, scope, { at: now, keptId: linkOf(actor) });
  const counts = await deleteSmallTables(trx, account.id);
  for (const [table, count] of Object.entries(counts)) await addToReceipt(trx, id, table, count);
  await detachAccount(trx, account.id);
  await announce(trx, scope, { account, erasureId: id });
  await appendAuditEvent(trx, {
    ...scope,
    actor,
    type: 'DELETED_LINKED_ACCOUNT',
    description: `Erased the linked account; the receipt is ${id}.`,
  });
  await enqueue(trx, 'continue_erasure', { erasureId: id });
  return id;
}

/** Delivered although the account is gone: it names nothing but ids. */
async function announce(
  trx: Trx,
  scope: AccountScope,
  { account, erasureId }: { account: AccountToErase; erasureId: string },
): Promise<void> {
  const linked_account = { ...account, end_user_organization_name: null };
  await appendEvent(trx, scope, {
    type: 'linked_account.deleted',
    data: { linked_account, erasure_receipt_id: erasureId },
  });
}
