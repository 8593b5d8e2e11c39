import { appendAuditEvent, type AuditActor } from '../audit/index.ts';
import type { Db } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';
import type { IssueView } from './issue-views.ts';
import { getIssue } from './list-issues.ts';

/**
 * A muted issue stays open, but nobody is reminded of it, and lists leave it out unless it is asked for. Its return after its
 * end is another issue, which is not muted.
 * @throws AppError not_found
 */
export async function muteIssue(
  deps: { db: Db },
  input: { organizationId: string; id: string; isMuted: boolean; actor: AuditActor },
): Promise<IssueView> {
  const { organizationId, id, isMuted, actor } = input;
  await getIssue(deps, { organizationId, id });
  await inTransaction(deps.db, async (trx) => {
    const changed = await trx
      .updateTable('issues')
      .set({ is_muted: isMuted })
      .where('organization_id', '=', organizationId)
      .where('id', '=', id)
      .where('is_muted', '!=', isMuted)
      .returning(['linked_account_id', 'code'])
      .executeTakeFirst();
    if (!changed) return;
    await appendAuditEvent(trx, {
      organizationId,
      linkedAccountId: changed.linked_account_id,
      actor,
      type: 'MUTED_ISSUE',
      description: `Issue ${id} (${changed.code}) was ${isMuted ? 'muted' : 'unmuted'}.`,
    });
  });
  return await getIssue(deps, { organizationId, id });
}
