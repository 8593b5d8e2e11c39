import { getLinkedAccount, toLinkedAccountReference } from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import type { EventType } from '../webhooks/events.ts';
import type { ComparedRun } from './gone-records.ts';
import { appendRunEvent } from './record-events.ts';
import type { RunRow } from './sync-runs-store.ts';

/** @throws AppError conflict `run_not_held` */
export function assertHeld(run: RunRow): void {
  if (run.state === 'held') return;
  const successor = run.superseded_by === null ? '' : ` Run ${run.superseded_by} has taken its place.`;
  throw new AppError('conflict', 'run_not_held', `The run is ${run.state}, not held.${successor}`);
}

export function toComparedRun(run: RunRow): ComparedRun {
  return {
    id: run.id,
    scope: { organizationId: run.organization_id, linkedAccountId: run.linked_account_id },
    isTargeted: run.trigger === 'source_event' && !run.is_initial,
  };
}

/** Tells what a person has decided. */
export async function announceDecision(
  trx: Trx,
  run: RunRow,
  type: EventType & `sync.${string}`,
  state: 'queued' | 'discarded',
): Promise<void> {
  const { scope, id } = toComparedRun(run);
  const account = await getLinkedAccount(trx, scope.organizationId, scope.linkedAccountId);
  const { is_initial, counts, error_code } = run;
  const teller = { id, scope, account: { reference: toLinkedAccountReference(account) } };
  await appendRunEvent(trx, teller, type, { sync_run: { id, state, is_initial, counts, error_code } });
}
