import type { AuditActor } from '../audit/index.ts';
import type { AccountScope } from '../accounts/index.ts';
import { inTransaction } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import { addMs, DAY_MS } from '../lib/duration.ts';
import { enqueue } from '../queue/enqueue.ts';
import { admitRequest } from './admit-request.ts';
import { auditRequest } from './pass-through.ts';
import type { PassthroughDeps } from './passthrough-deps.ts';
import type { WantedRequest } from './passthrough-request.ts';
import { countWaiting, insertReceipt, RECEIPT_FIELDS } from './receipts-store.ts';

/** Request and answer are gone after it. */
const KEPT_MS = DAY_MS;
const MAX_WAITING = 100;

/**
 * Takes a request that a job will pass through. Gives the receipt's id, good for 24 hours.
 * @throws AppError rate_limited `passthrough_queue_full`; see admitRequest
 */
export async function startAsyncPassthrough(
  deps: PassthroughDeps,
  scope: AccountScope,
  wanted: WantedRequest,
  actor: AuditActor,
): Promise<string> {
  const request = await admitRequest(deps, scope, wanted);
  const { linkedAccountId } = scope;
  const now = deps.clock.now();
  return await inTransaction(deps.db, async (trx) => {
    if ((await countWaiting(trx, scope, now)) >= MAX_WAITING) throw queueFull();
    const plain = JSON.stringify({ path: request.path, headers: request.headers });
    const sealedRequest = await deps.vault.seal(trx, { linkedAccountId }, RECEIPT_FIELDS.request, plain);
    const times = { createdAt: now, expiresAt: addMs(now, KEPT_MS) };
    const receiptId = await insertReceipt(trx, scope, { sealedRequest, ...times });
    await auditRequest(trx, scope, request, actor);
    await enqueue(trx, 'carry_out_passthrough', { linkedAccountId, receiptId });
    return receiptId;
  });
}

const queueFull = (): AppError =>
  new AppError(
    'rate_limited',
    'passthrough_queue_full',
    `${MAX_WAITING} requests of this account wait already.`,
    {
      retryAfterSeconds: 30,
    },
  );
