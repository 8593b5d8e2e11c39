import type { AccountScope } from '../accounts/index.ts';
import { AppError, notFound, type ErrorKind } from '../lib/app-error.ts';
import type { RemoteResponse } from './ask-source.ts';
import type { PassthroughDeps } from './passthrough-deps.ts';
import { findReceipt, RECEIPT_FIELDS } from './receipts-store.ts';

/**
 * The source's answer to a request that was taken before; undefined: not yet.
 * @throws AppError not_found for one that is unknown or older than 24 hours, or what kept the source from answering
 */
export async function getAsyncPassthrough(
  deps: Pick<PassthroughDeps, 'db' | 'vault' | 'clock'>,
  scope: AccountScope,
  receiptId: string,
): Promise<RemoteResponse | undefined> {
  const receipt = await findReceipt(deps.db, scope, receiptId, deps.clock.now());
  if (!receipt) throw notFound('passthrough receipt');
  if (receipt.answered_at === null) return undefined;
  const { error_kind: kind, error_code: code, error_message: message, sealed_answer: sealed } = receipt;
  if (sealed === null) throw new AppError(kind as ErrorKind, code!, message!);
  const owner = { linkedAccountId: scope.linkedAccountId };
  const plain = await deps.vault.unseal(deps.db, owner, RECEIPT_FIELDS.answer, sealed);
  return JSON.parse(plain.toString('utf8')) as RemoteResponse;
}
