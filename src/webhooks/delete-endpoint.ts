import { appendAuditEvent, COMMAND_LINE, type AuditActor } from '../audit/index.ts';
import type { Db } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';
import { notFound } from '../lib/app-error.ts';
import { closeDisabledIssue } from './disable-endpoint.ts';
import { deleteEndpointRow } from './endpoints-store.ts';

/**
 * Deletes the endpoint with its deliveries; what is pending is not sent.
 * @throws AppError not_found
 */
export async function deleteEndpoint(
  deps: { db: Db },
  organizationId: string,
  endpointId: string,
  actor: AuditActor = COMMAND_LINE,
): Promise<void> {
  await inTransaction(deps.db, async (trx) => {
    if (!(await deleteEndpointRow(trx, organizationId, endpointId))) throw notFound('webhook endpoint');
    await closeDisabledIssue(trx, organizationId, endpointId);
    await appendAuditEvent(trx, {
      organizationId,
      linkedAccountId: null,
      actor,
      type: 'DELETED_DESTINATION',
      description: `Deleted the webhook endpoint ${endpointId}.`,
    });
  });
}
