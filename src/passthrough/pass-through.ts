import { appendAuditEvent, type AuditActor } from '../audit/index.ts';
import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { admitRequest, type AdmittedRequest } from './admit-request.ts';
import { askSource, type RemoteResponse } from './ask-source.ts';
import type { PassthroughDeps } from './passthrough-deps.ts';
import type { WantedRequest } from './passthrough-request.ts';

/**
 * Asks the account's source for what the partner wants of it, and gives its answer as it is. The audit trail has it before the
 * source does.
 * @throws AppError see admitRequest and askSource
 */
export async function passThrough(
  deps: PassthroughDeps,
  scope: AccountScope,
  wanted: WantedRequest,
  actor: AuditActor,
): Promise<RemoteResponse> {
  const request = await admitRequest(deps, scope, wanted);
  await auditRequest(deps.db, scope, request, actor);
  return await askSource(deps, scope, request);
}

/** The place without its ids and its query: they are the source's, and may be somebody's. */
export async function auditRequest(
  db: Db | Trx,
  scope: AccountScope,
  { place }: AdmittedRequest,
  actor: AuditActor,
): Promise<void> {
  const description = `GET ${place.pattern} of the source.`;
  await appendAuditEvent(db, { ...scope, actor, type: 'PASSED_REQUEST_THROUGH', description });
}
