import { appendAuditEvent, COMMAND_LINE } from '../audit/index.ts';
import { toConnectorContext } from '../connectors/connector-context.ts';
import type { InspectionFinding } from '../connectors/contract.ts';
import type { Db } from '../db/client.ts';
import { AppError, notFound } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';
import { getLinkedAccount, type LinkedAccount } from './linked-accounts-store.ts';
import { getRemoteAccess, type RemoteAccessDeps } from './remote-access.ts';

/**
 * Looks at the source with a linked account and tells what of our description of it fits: names and counts. For the
 * operator, who may look at any account of the deployment.
 * @throws AppError not_found; conflict `account_not_linked`, `inspection_needs_log_in`
 */
export async function* inspectAccount(
  deps: RemoteAccessDeps,
  linkedAccountId: string,
): AsyncGenerator<InspectionFinding> {
  const account = await getAccountOfDeployment(deps.db, linkedAccountId);
  // A second refused password could lock the employer's account, so the first refusal ends all sign-ins.
  if (account.status !== 'COMPLETE') {
    throw new AppError('conflict', 'account_not_linked', 'This account is not linked at present.');
  }
  const { signal } = new AbortController();
  const scope = { organizationId: account.organization_id, linkedAccountId: account.id };
  await appendAuditEvent(deps.db, {
    ...scope,
    actor: COMMAND_LINE,
    type: 'END_USER_CREDENTIALS_ACCESSED',
    description: "Inspected the source with the account's access.",
  });
  const access = await getRemoteAccess(deps, scope, { signal });
  if (access.method === 'oauth') {
    throw new AppError('conflict', 'inspection_needs_log_in', 'Only accounts with a log-in read the pages.');
  }
  const context = toConnectorContext(deps, signal);
  const expected = { remoteCompanyId: account.remote_company_id };
  yield* deps.connectors.get(account.integration).inspect(context, access, expected);
}

async function getAccountOfDeployment(db: Db, id: string): Promise<LinkedAccount> {
  if (!isUuid(id)) throw notFound('linked account');
  const row = await db
    .selectFrom('linked_accounts')
    .select('organization_id')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('linked account');
  return await getLinkedAccount(db, row.organization_id, id);
}
