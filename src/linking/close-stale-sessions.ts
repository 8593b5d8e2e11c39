import { sql } from 'kysely';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { addMs, DAY_MS } from '../lib/duration.ts';
import type { LinkingDeps } from './deps.ts';
import { endReplacement } from './end-replacement.ts';
import { dropMessageBytes } from './inbound-messages-store.ts';
import { moveSession, lockOpenSession, type LinkSession } from './link-sessions-store.ts';
import { dropTriedAccess } from './session-access.ts';

const BATCH = 100;

type Deps = Pick<LinkingDeps, 'db' | 'clock' | 'log' | 'config'>;

/**
 * Ends sessions that nobody took up again within the days of a late invitation, and closes the addresses of accounts
 * that were never linked. A session that a job has is left to it.
 */
export async function closeStaleSessions(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const endedBefore = addMs(now, -deps.config.linking.lateInvitationDays * DAY_MS);
  let closed = 0;
  for (const linkedAccountId of await findStale(deps, endedBefore)) {
    const isClosed = await inTransaction(deps.db, (trx) =>
      closeIfStale(trx, linkedAccountId, { now, endedBefore }),
    );
    if (isClosed) closed += 1;
  }
  if (closed > 0) deps.log.info({ closed }, 'stale_link_sessions_closed');
}

async function findStale(deps: Deps, endedBefore: Date): Promise<string[]> {
  const rows = await deps.db
    .selectFrom('link_sessions')
    .select('linked_account_id')
    .where('ended_at', 'is', null)
    .where('token_expires_at', '<', endedBefore.toISOString())
    .where((where) =>
      where.or([where('lease_until', 'is', null), where('lease_until', '<', sql<string>`now()`)]),
    )
    .orderBy('token_expires_at')
    .limit(BATCH)
    .execute();
  return rows.map((row) => row.linked_account_id);
}

/** Looks again under the lock: a new link token may have resumed the session meanwhile. */
async function closeIfStale(
  trx: Trx,
  linkedAccountId: string,
  times: { now: Date; endedBefore: Date },
): Promise<boolean> {
  const session = await lockOpenSession(trx, linkedAccountId);
  if (!session || !(await isStale(trx, session, times.endedBefore))) return false;
  await moveSession(trx, session, 'closed', { at: times.now, errorCode: session.last_error_code });
  await dropTriedAccess(trx, session, times.now);
  await endReplacement(trx, session);
  await closeAddressOfUnlinked(trx, linkedAccountId, times.now);
  await dropMessageBytes(trx, linkedAccountId);
  return true;
}

async function isStale(trx: Trx, session: LinkSession, endedBefore: Date): Promise<boolean> {
  const { rows } = await sql`
    select 1 from link_sessions
     where id = ${session.id} and token_expires_at < ${endedBefore}
       and (lease_until is null or lease_until < now())`.execute(trx);
  return rows.length > 0;
}

async function closeAddressOfUnlinked(trx: Trx, linkedAccountId: string, now: Date): Promise<void> {
  await trx
    .updateTable('service_emails')
    .set({ accepts_mail_until: now })
    .where('linked_account_id', '=', linkedAccountId)
    .where('accepts_mail_until', 'is not', null)
    .execute();
}
