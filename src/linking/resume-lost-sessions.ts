import { sql } from 'kysely';
import { inTransaction } from '../db/transaction.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { LinkingDeps } from './deps.ts';

const BATCH = 100;

interface LostSession {
  id: string;
  linked_account_id: string;
  state: 'accepting_invitation' | 'verifying_permissions';
  is_code_given: boolean;
}

/**
 * A worker that died left its lease to run out: the session's job is added anew. Clearing the lease in the same
 * statement lets one sweeper find it, once.
 */
export async function resumeLostSessions(deps: Pick<LinkingDeps, 'db' | 'log'>): Promise<void> {
  const count = await inTransaction(deps.db, async (trx) => {
    const { rows } = await sql<LostSession>`
      update link_sessions set lease_until = null
       where id in (select id from link_sessions
                     where lease_until < now() and ended_at is null
                       and state in ('accepting_invitation', 'verifying_permissions')
                     limit ${BATCH} for update skip locked)
      returning id, linked_account_id, state, sealed_authorization_code is not null as is_code_given`.execute(
      trx,
    );
    for (const session of rows) {
      await enqueue(trx, taskOf(session), {
        linkedAccountId: session.linked_account_id,
        linkSessionId: session.id,
      });
    }
    return rows.length;
  });
  if (count > 0) deps.log.warn({ count }, 'lost_link_sessions_resumed');
}

function taskOf({ state, is_code_given }: LostSession) {
  if (state === 'accepting_invitation') return 'accept_invitation';
  return is_code_given ? 'exchange_oauth_code' : 'verify_permissions';
}
