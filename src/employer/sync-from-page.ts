import { requestSyncNow, type SyncAnswer } from '../accounts/index.ts';
import type { AuditActor } from '../audit/index.ts';
import { noteSyncAsked, type EmployerPagePrincipal } from '../auth/index.ts';
import { inTransaction } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import { addMs, MINUTE_MS, SECOND_MS } from '../lib/duration.ts';
import type { EmployerDeps } from './deps.ts';

const SYNC_EVERY_MS = MINUTE_MS;

/**
 * The employer wants the source to be read now: once a minute by one link, however often it is pressed.
 * @throws AppError rate_limited `sync_asked_lately`; and see requestSyncNow
 */
export async function syncFromPage(
  deps: Pick<EmployerDeps, 'db' | 'clock'>,
  principal: EmployerPagePrincipal,
  actor: AuditActor,
): Promise<SyncAnswer> {
  const at = deps.clock.now();
  const since = addMs(at, -SYNC_EVERY_MS);
  const isFirst = await inTransaction(deps.db, (trx) => noteSyncAsked(trx, principal, { at, since }));
  if (!isFirst) {
    throw new AppError('rate_limited', 'sync_asked_lately', 'A sync was asked for less than a minute ago.', {
      retryAfterSeconds: SYNC_EVERY_MS / SECOND_MS,
    });
  }
  return await requestSyncNow(deps, principal, actor);
}

/** When the link may ask again; null: now. */
export function syncAgainAt(askedAt: Date | null, now: Date): string | null {
  if (askedAt === null) return null;
  const again = addMs(askedAt, SYNC_EVERY_MS);
  return again > now ? again.toISOString() : null;
}
