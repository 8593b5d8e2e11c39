import { toConnectorContext } from '../connectors/connector-context.ts';
import type { AccountScope } from './issues.ts';
import { findGrantOfJob, type GrantRow } from './oauth-grants-store.ts';
import { getOauthDoor, type RemoteAccessDeps } from './remote-access.ts';
import type { GrantWork } from './refresh-grant.ts';

export interface GrantJob {
  linkedAccountId: string;
  grantId: string;
}

/** A grant as a job names it; its organization comes out of the account's row. Undefined when it is gone. */
export async function getGrantWork(
  deps: RemoteAccessDeps,
  job: GrantJob,
): Promise<{ work: GrantWork; row: GrantRow } | undefined> {
  const account = await deps.db
    .selectFrom('linked_accounts')
    .select(['organization_id', 'integration'])
    .where('id', '=', job.linkedAccountId)
    .executeTakeFirst();
  if (!account) return undefined;
  const scope: AccountScope = {
    organizationId: account.organization_id,
    linkedAccountId: job.linkedAccountId,
  };
  const row = await findGrantOfJob(deps.db, job);
  if (!row) return undefined;
  const context = toConnectorContext(deps, new AbortController().signal);
  const door = getOauthDoor(deps, account.integration);
  return { work: { ...deps, context, door, scope, grantId: row.id }, row };
}
