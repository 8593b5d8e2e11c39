import type { AccountScope } from '../accounts/index.ts';
import { appendAuditEvent, SYSTEM } from '../audit/index.ts';
import { inTransaction } from '../db/transaction.ts';
import { enqueue } from '../queue/enqueue.ts';
import { appendEvent } from '../webhooks/outbox.ts';
import { continueErasure, type ErasureDeps } from './continue-erasure.ts';
import { stopTelling } from './detach-account.ts';
import { forgetReadState, lockLongDisconnected } from './due-retention-store.ts';
import { insertReceipt } from './receipts-store.ts';

const BATCHES_AT_ONCE = 60;

/** Erases what was read of an account that was disconnected before; the account stays, and may be linked again. */
export async function eraseRecordsOfDisconnected(
  deps: ErasureDeps,
  scope: AccountScope,
  disconnectedBefore: Date,
): Promise<void> {
  const id = await inTransaction(deps.db, async (trx) => {
    const account = await lockLongDisconnected(trx, scope, disconnectedBefore);
    if (!account) return undefined;
    const erasureId = await insertReceipt(trx, {
      ...scope,
      subject: 'records',
      requestedAt: deps.clock.now(),
    });
    await stopTelling(trx, account.id);
    await forgetReadState(trx, account.id);
    const linked_account = { ...account, end_user_organization_name: null };
    await appendEvent(trx, scope, {
      type: 'linked_account.records_erased',
      data: { linked_account, erasure_receipt_id: erasureId },
    });
    await appendAuditEvent(trx, {
      ...scope,
      actor: SYSTEM,
      type: 'DELETED_ALL_COMMON_MODELS_FOR_LINKED_ACCOUNT',
      description: `Erased the records of an account that was disconnected long ago; the receipt is ${erasureId}.`,
    });
    await enqueue(trx, 'continue_erasure', { erasureId });
    return erasureId;
  });
  if (id !== undefined) await continueErasure(deps, id, { maxBatches: BATCHES_AT_ONCE });
}
