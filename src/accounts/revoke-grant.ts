import { ConnectorError } from '../connectors/errors.ts';
import { toDate } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { addMs, DAY_MS, MINUTE_MS } from '../lib/duration.ts';
import { enqueue } from '../queue/enqueue.ts';
import { SHORT_LEASE_SECONDS, takeLease, withLease, writeUnderLease, type Lease } from '../queue/leases.ts';
import { getGrantWork, type GrantJob } from './grant-work.ts';
import type { AccountScope } from './issues.ts';
import { deleteGrant, findGrant, GRANT_FIELDS, type GrantRow } from './oauth-grants-store.ts';
import type { RemoteAccessDeps } from './remote-access.ts';

const AGAIN_MS = 10 * MINUTE_MS;
/** Of a refresh token whose end the source does not tell: for so long we try to end it. */
const LONGEST_UNTOLD_LIFE_MS = 90 * DAY_MS;

/** From this moment nobody uses the account's grant, or the session's; a job ends it at the source. */
export async function retireGrant(
  trx: Trx,
  scope: AccountScope,
  linkSessionId: string | null,
  now: Date,
): Promise<void> {
  const grant = await findGrant(trx, scope, linkSessionId);
  if (!grant) return;
  if (grant.state === 'ended') return await deleteGrant(trx, grant);
  await trx
    .updateTable('oauth_grants')
    .set({ state: 'revoking', link_session_id: null, due_at: addMs(now, AGAIN_MS) })
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('id', '=', grant.id)
    .execute();
  await enqueue(trx, 'revoke_grant', { linkedAccountId: scope.linkedAccountId, grantId: grant.id });
}

/** Ends a retired grant at the source and forgets its tokens. One that has ended there already is as good. */
export async function revokeGrant(deps: RemoteAccessDeps, job: GrantJob): Promise<void> {
  // A refresh that is under way brings other tokens: the grant is due again when it has ended.
  const lease = await takeLease(deps.db, 'oauth_grants', job.grantId, SHORT_LEASE_SECONDS);
  if (lease) await withLease(deps.db, lease, SHORT_LEASE_SECONDS, () => revokeAlone(deps, job, lease));
}

async function revokeAlone(deps: RemoteAccessDeps, job: GrantJob, lease: Lease): Promise<void> {
  const found = await getGrantWork(deps, job);
  if (found?.row.state !== 'revoking') return;
  const { work, row } = found;
  try {
    await work.door.revoke(work.context, await unsealToken(deps, work.scope, row));
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    if (error.isRetryable && !isBeyondUse(row, deps.clock.now())) throw error;
    deps.log.warn({ ...work.scope, code: error.code }, 'grant_not_revoked');
  }
  await writeUnderLease(deps.db, lease, (trx) => deleteGrant(trx, row));
}

/** Neither token opens anything any more: where the source can't be told of it, nothing is left to end. */
function isBeyondUse(row: GrantRow, now: Date): boolean {
  if (toDate(row.access_expires_at) > now) return false;
  if (row.sealed_refresh_token === null) return true;
  const end =
    row.refresh_expires_at === null
      ? addMs(toDate(row.access_expires_at), LONGEST_UNTOLD_LIFE_MS)
      : toDate(row.refresh_expires_at);
  return end <= now;
}

/** Either token ends the whole grant; the access token stands in where there is no other. */
async function unsealToken(deps: RemoteAccessDeps, scope: AccountScope, row: GrantRow): Promise<string> {
  const owner = { linkedAccountId: scope.linkedAccountId };
  const token =
    row.sealed_refresh_token === null
      ? { field: GRANT_FIELDS.accessToken, sealed: row.sealed_access_token }
      : { field: GRANT_FIELDS.refreshToken, sealed: row.sealed_refresh_token };
  return (await deps.vault.unseal(deps.db, owner, token.field, token.sealed)).toString('utf8');
}
