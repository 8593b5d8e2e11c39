import { appendAuditEvent, type AuditActor } from '../audit/index.ts';
import { resolveIssues } from '../accounts/index.ts';
import { inTransaction } from '../db/transaction.ts';
import { notFound } from '../lib/app-error.ts';
import type { LinkingDeps } from './deps.ts';
import { findHeldMessage, lockUnknownLinkMessages, type HeldScope } from './held-messages-store.ts';
import { decideMessage } from './inbound-messages-store.ts';
import { LINK_ISSUES } from './link-issues.ts';

/**
 * Drops a held message's bytes for good. The issue about unknown links closes with the last such message.
 * @throws AppError not_found
 */
export async function discardHeldMessage(
  deps: Pick<LinkingDeps, 'db' | 'log'>,
  input: { scope: HeldScope; id: string; actor: AuditActor },
): Promise<void> {
  await inTransaction(deps.db, async (trx) => {
    const message = await findHeldMessage(trx, input.scope, input.id);
    if (!message) throw notFound('held message');
    const linkedAccountId = message.linked_account_id;
    const others = (await lockUnknownLinkMessages(trx, linkedAccountId)).filter(
      ({ id }) => id !== message.id,
    );
    await decideMessage(
      trx,
      { linkedAccountId, messageId: message.id },
      { state: 'discarded', reason: 'by_operator' },
    );
    const scope = { organizationId: message.organization_id, linkedAccountId };
    await appendAuditEvent(trx, {
      ...scope,
      actor: input.actor,
      type: 'DISCARDED_HELD_MESSAGE',
      description: `Held message ${message.id} was discarded.`,
    });
    if (others.length > 0) return;
    await resolveIssues(trx, scope, LINK_ISSUES.mailHeld, { subject: 'link_refused' });
  });
  deps.log.info({ message_id: input.id }, 'held_message_discarded');
}
