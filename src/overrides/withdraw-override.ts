import { appendAuditEvent, type AuditActor } from '../audit/index.ts';
import { inTransaction } from '../db/transaction.ts';
import { AppError, notFound } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';
import { toOverrideView, type OverrideView } from './list-overrides.ts';
import type { OverrideDeps } from './override-deps.ts';
import { findOverride, markWithdrawn } from './overrides-store.ts';

/**
 * Takes an override back, for every process at once. It stays in the list.
 * @throws AppError not_found, conflict `override_withdrawn` for one that was taken back before
 */
export async function withdrawOverride(
  deps: OverrideDeps,
  input: { id: string; withdrawnBy: string; by?: { organizationId: string; actor: AuditActor } },
): Promise<OverrideView> {
  if (!isUuid(input.id)) throw notFound('override');
  const row = await inTransaction(deps.db, async (trx) => {
    const isDone = await markWithdrawn(trx, input.id, { by: input.withdrawnBy, at: deps.clock.now() });
    const found = await findOverride(trx, input.id);
    if (!found) throw notFound('override');
    if (!isDone) {
      throw new AppError('conflict', 'override_withdrawn', 'This override was withdrawn before.');
    }
    if (input.by) {
      await appendAuditEvent(trx, {
        ...input.by,
        linkedAccountId: null,
        type: 'DELETED_CONNECTOR_OVERRIDE',
        description: `Withdrew the connector override ${input.id}.`,
      });
    }
    return found;
  });
  deps.log.info({ override_id: input.id }, 'connector_override_withdrawn');
  return toOverrideView(row);
}
