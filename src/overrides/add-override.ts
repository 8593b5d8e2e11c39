import { appendAuditEvent, type AuditActor } from '../audit/index.ts';
import type { OverridePatch } from '../connectors/contract.ts';
import { inTransaction } from '../db/transaction.ts';
import { invalidInput } from '../lib/app-error.ts';
import { newId } from '../lib/ids.ts';
import { enqueue } from '../queue/enqueue.ts';
import { toOverrideView, type OverrideView } from './list-overrides.ts';
import type { OverrideDeps } from './override-deps.ts';
import { findOverride, insertOverride } from './overrides-store.ts';

const MAX_REASON_CHARACTERS = 500;
const MAX_PATCH_CHARACTERS = 20_000;

export interface NewOverride {
  integration: string;
  patch: OverridePatch;
  reason: string;
  /** `cli`, or the name of the API key. */
  approvedBy: string;
  /** For the audit trail of an organization, where one of its keys stores it. */
  by?: { organizationId: string; actor: AuditActor };
}

/**
 * Stores an override for the whole deployment; it holds at once, in every process. Mail that is held for its links is
 * looked at again.
 * @throws AppError not_found for an unknown integration; invalid_input `override_invalid` naming the key at fault,
 * `reason_invalid`; conflict `override_changes_nothing`
 */
export async function addOverride(deps: OverrideDeps, input: NewOverride): Promise<OverrideView> {
  const reason = toReason(input.reason);
  if (JSON.stringify(input.patch).length > MAX_PATCH_CHARACTERS) {
    throw invalidInput('override_invalid', 'The override is too long.', '/patch');
  }
  await deps.connectors.get(input.integration).overrides.check(input.patch);
  const id = newId();
  const row = await inTransaction(deps.db, async (trx) => {
    await insertOverride(trx, { ...input, id, reason, at: deps.clock.now() });
    await enqueue(trx, 'look_again_at_held_mail', {});
    if (input.by) {
      await appendAuditEvent(trx, {
        ...input.by,
        linkedAccountId: null,
        type: 'CREATED_CONNECTOR_OVERRIDE',
        description: `Stored the connector override ${id}.`,
      });
    }
    return (await findOverride(trx, id))!;
  });
  deps.log.info({ override_id: id, integration: input.integration }, 'connector_override_added');
  return toOverrideView(row);
}

function toReason(text: string): string {
  const reason = text.trim();
  if (reason !== '' && reason.length <= MAX_REASON_CHARACTERS) return reason;
  throw invalidInput(
    'reason_invalid',
    `Give a reason of 1 to ${MAX_REASON_CHARACTERS} characters.`,
    '/reason',
  );
}
