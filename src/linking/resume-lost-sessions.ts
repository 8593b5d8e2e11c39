import { sql } from 'kysely';
import { inTransaction } from '../db/transaction.ts';
import { addMs, MINUTE_MS } from '../lib/duration.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { LinkingDeps } from './deps.ts';
import { jobOf } from './link-sessions-store.ts';

const BATCH = 100;
/** A try that is so late does not come any more. */
const OVERDUE_MS = 5 * MINUTE_MS;

interface LostSession {
  id: string;
  linked_account_id: string;
  state: 'accepting_invitation' | 'verifying_permissions';
  is_code_given: boolean;
}

/**
 * A worker that died left its lease to run out, or a try that was to follow never came: the session's job is added anew.
 * Changing the row in the same statement lets one sweeper find it, once.
 */
export async function resumeLostSessions(deps: Pick<LinkingDeps, 'db' | 'clock' | 'log'>): Promise<void> {
  const now = deps.clock.now();
  const count = await inTransaction(deps.db, async (trx) => {
    const { rows } = await sql<LostSession>`
      update link_sessions
         set lease_until = null, retry_at = case when retry_at is not null then ${addMs(now, OVERDUE_MS)}::timestamptz end
       where id in (select id from link_sessions
                     where (lease_until < now() or (lease_until is null and retry_at < ${addMs(now, -OVERDUE_MS)}))
                       and ended_at is null
                       and state in ('accepting_invitation', 'verifying_permissions')
                     limit ${BATCH} for update skip locked)
      returning id, linked_account_id, state, sealed_authorization_code is not null as is_code_given`.execute(
      trx,
    );
    for (const session of rows) {
      await enqueue(trx, taskOf(session), jobOf(session));
    }
    return rows.length;
  });
  if (count > 0) deps.log.warn({ count }, 'lost_link_sessions_resumed');
}

function taskOf({ state, is_code_given }: LostSession) {
  if (state === 'accepting_invitation') return 'accept_invitation';
  return is_code_given ? 'exchange_oauth_code' : 'verify_permissions';
}
