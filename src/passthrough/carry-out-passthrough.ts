import type { AccountScope } from '../accounts/index.ts';
import { AppError } from '../lib/app-error.ts';
import { admitRequest } from './admit-request.ts';
import { askSource } from './ask-source.ts';
import type { PassthroughDeps } from './passthrough-deps.ts';
import { endReceipt, findReceipt, findScope, RECEIPT_FIELDS, type ReceiptEnd } from './receipts-store.ts';

/** What a job names. */
export interface PassthroughJob {
  linkedAccountId: string;
  receiptId: string;
}

/**
 * Asks the source for what the receipt says, and keeps the answer sealed, or why there is none. Safe to call again: a GET changes
 * nothing, and the first answer counts. What was allowed when it was asked for is checked again.
 */
export async function carryOutPassthrough(deps: PassthroughDeps, job: PassthroughJob): Promise<void> {
  const scope = await findScope(deps.db, job.linkedAccountId);
  const receipt = scope && (await findReceipt(deps.db, scope, job.receiptId, deps.clock.now()));
  if (!receipt || receipt.answered_at !== null) return;
  const end = await findEnd(deps, scope, receipt.sealed_request);
  await endReceipt(deps.db, scope, receipt.id, { ...end, answeredAt: deps.clock.now() });
}

async function findEnd(
  deps: PassthroughDeps,
  scope: AccountScope,
  sealedRequest: Buffer,
): Promise<Pick<ReceiptEnd, 'sealedAnswer' | 'error'>> {
  const owner = { linkedAccountId: scope.linkedAccountId };
  const plain = await deps.vault.unseal(deps.db, owner, RECEIPT_FIELDS.request, sealedRequest);
  const { path, headers } = JSON.parse(plain.toString('utf8')) as {
    path: string;
    headers: Record<string, string>;
  };
  try {
    const request = await admitRequest(deps, scope, { method: 'GET', path, headers, hasBody: false });
    const answer = JSON.stringify(await askSource(deps, scope, request));
    return {
      sealedAnswer: await deps.vault.seal(deps.db, owner, RECEIPT_FIELDS.answer, answer),
      error: null,
    };
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'internal') throw error;
    return { sealedAnswer: null, error: { kind: error.kind, code: error.code, message: error.message } };
  }
}
