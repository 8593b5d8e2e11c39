import type { Db } from '../db/client.ts';
import { toDate } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Clock } from '../lib/clock.ts';
import { addMs, MINUTE_MS } from '../lib/duration.ts';
import { enqueue } from '../queue/enqueue.ts';
import { claimDueGrants } from './oauth-grants-store.ts';
import { getGrantWork, type GrantJob } from './grant-work.ts';
import { markRelinkNeeded } from './relink-needed.ts';
import type { RemoteAccessDeps } from './remote-access.ts';
import { refreshGrant } from './refresh-grant.ts';

const BATCH = 100;
/** A job that was lost is added again after this; one that is slow is kept from a second by the grant's lease. */
const AGAIN_MS = 10 * MINUTE_MS;

/** Adds a job for each grant that is due: to be refreshed, whether its account is read or paused, or to be revoked. */
export async function refreshGrants(deps: { db: Db; clock: Clock }): Promise<void> {
  const now = deps.clock.now();
  await inTransaction(deps.db, async (trx) => {
    for (const grant of await claimDueGrants(trx, { now, againAt: addMs(now, AGAIN_MS) }, BATCH)) {
      const task = grant.state === 'revoking' ? 'revoke_grant' : 'refresh_grant';
      await enqueue(trx, task, { linkedAccountId: grant.linked_account_id, grantId: grant.id });
    }
  });
}

/** Refreshes one grant ahead of its end. A grant that the source ended makes its account ask for a relink. */
export async function refreshGrantOfJob(deps: RemoteAccessDeps, job: GrantJob): Promise<void> {
  const found = await getGrantWork(deps, job);
  if (found?.row.state !== 'active') return;
  const { work, row } = found;
  try {
    await refreshGrant(
      work,
      (current) => toDate(current.access_issued_at).getTime() === toDate(row.access_issued_at).getTime(),
      (trx) => markRelinkNeeded(trx, work.scope, GRANT_ENDED),
    );
  } catch (error) {
    if (!isGrantEnded(error)) throw error;
  }
}

const GRANT_ENDED = {
  code: 'grant_ended',
  description:
    'The employer’s consent at the source is over: it was withdrawn, or not used for too long. ' +
    'Nothing is read until the account is linked again: send the employer a new link token.',
};

function isGrantEnded(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === GRANT_ENDED.code;
}
