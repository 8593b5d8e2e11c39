import { appendAuditEvent, COMMAND_LINE, type AuditActor } from '../audit/index.ts';
import type { Db } from '../db/client.ts';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { AccountScope } from './issues.ts';
import { requestSyncNow } from './request-sync-now.ts';

/**
 * Somebody asks for the source to be read again now, by the account's token. Safe to repeat. An account that is paused, or
 * is not linked at present, is left as it is: its sync statuses say so.
 */
export async function requestResync(
  deps: { db: Db; clock: Clock },
  scope: AccountScope,
  actor: AuditActor = COMMAND_LINE,
): Promise<void> {
  try {
    await requestSyncNow(deps, scope);
    await appendAuditEvent(deps.db, {
      ...scope,
      actor,
      type: 'FORCED_LINKED_ACCOUNT_RESYNC',
      description: 'Asked for the source to be read again.',
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'conflict') throw error;
    if (error.code !== 'account_paused' && error.code !== 'account_not_linked') throw error;
  }
}
