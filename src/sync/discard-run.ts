import { appendAuditEvent, COMMAND_LINE, type AuditActor } from '../audit/index.ts';
import type { Db } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';
import { announceDecision, assertHeld, toComparedRun } from './decide-run.ts';
import { toRunView, type SyncRunView } from './run-view.ts';
import { deleteStage } from './stage-store.ts';
import { closeHeldIssue } from './sync-issues.ts';
import { lockRun, type RunScope } from './sync-runs-store.ts';

/**
 * Drops what a held run would do. As long as the source stays as it was read then, nothing is made of it; another one is compared
 * afresh. Safe to repeat.
 * @throws AppError not_found, conflict `run_not_held`
 */
export function discardRun(
  deps: { db: Db },
  input: { scope: RunScope; id: string; actor?: AuditActor },
): Promise<SyncRunView> {
  return inTransaction(deps.db, async (trx) => {
    const run = await lockRun(trx, input.scope, input.id);
    if (run.state === 'discarded') return toRunView(run);
    assertHeld(run);
    const { scope } = toComparedRun(run);
    await trx
      .updateTable('sync_runs')
      .set({ state: 'discarded' })
      .where('linked_account_id', '=', scope.linkedAccountId)
      .where('id', '=', run.id)
      .execute();
    await deleteStage(trx, { id: run.id, scope });
    await closeHeldIssue(trx, scope);
    await announceDecision(trx, run, 'sync.discarded', 'discarded');
    await appendAuditEvent(trx, {
      ...scope,
      actor: input.actor ?? COMMAND_LINE,
      type: 'DISCARDED_HELD_RUN',
      description: `Discarded the held sync run ${run.id}.`,
    });
    return toRunView({ ...run, state: 'discarded' });
  });
}
