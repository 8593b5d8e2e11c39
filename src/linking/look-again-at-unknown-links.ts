import { inTransaction } from '../db/transaction.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { LinkingDeps } from './deps.ts';
import { reopenUnknownLinkMessages } from './held-messages-store.ts';

/** After an override: what was held for its links may be an invitation now. What still is not is held again. */
export async function lookAgainAtUnknownLinks(deps: Pick<LinkingDeps, 'db' | 'log'>): Promise<void> {
  const count = await inTransaction(deps.db, async (trx) => {
    const messages = await reopenUnknownLinkMessages(trx);
    for (const { id, linked_account_id } of messages) {
      await enqueue(trx, 'find_invitation', { linkedAccountId: linked_account_id, messageId: id });
    }
    return messages.length;
  });
  if (count > 0) deps.log.info({ count }, 'held_messages_looked_at_again');
}
