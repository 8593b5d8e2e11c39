import { sql } from 'kysely';
import {
  findLinkedAccount,
  requestSync,
  resolveIssues,
  toLinkedAccountReference,
  type AccountScope,
} from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';
import { addMs, SECOND_MS } from '../lib/duration.ts';
import { appendEvent } from '../webhooks/outbox.ts';
import type { LinkingDeps } from './deps.ts';
import { keepServiceEmailForGood } from './issue-service-email.ts';
import { LINK_ISSUES } from './link-issues.ts';
import { moveSession, scopeOf, type LinkSession } from './link-sessions-store.ts';

export interface RemoteCompany {
  remoteCompanyId: string;
  name: string;
}

/**
 * The account is linked: the company, the status, the event and the first sync stand or fall together. The caller has
 * asserted the company and holds the session's lease in this transaction.
 */
export async function completeLink(
  deps: Pick<LinkingDeps, 'clock'>,
  trx: Trx,
  session: LinkSession,
  company: RemoteCompany,
): Promise<void> {
  const now = deps.clock.now();
  const scope = scopeOf(session);
  const isRelink = await markComplete(trx, scope, company, now);
  await moveSession(trx, session, 'permissions_granted', { at: now, errorCode: null });
  await keepServiceEmailForGood(trx, scope.linkedAccountId);
  await requestSync(trx, scope, 'link');
  const account = (await findLinkedAccount(trx, scope.organizationId, scope.linkedAccountId))!;
  await appendEvent(trx, scope, {
    type: 'linked_account.linked',
    data: { linked_account: toLinkedAccountReference(account), is_relink: isRelink },
  });
  for (const code of Object.values(LINK_ISSUES)) await resolveIssues(trx, scope, code);
}

/** True when the account was linked before. */
async function markComplete(
  trx: Trx,
  scope: AccountScope,
  company: RemoteCompany,
  now: Date,
): Promise<boolean> {
  const before = await trx
    .selectFrom('linked_accounts')
    .select(['completed_at', 'sync_interval_seconds'])
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('linked_accounts')
    .set({
      status: 'COMPLETE',
      status_detail: null,
      remote_company_id: company.remoteCompanyId,
      remote_company_name: company.name,
      completed_at: sql`coalesce(completed_at, ${now})`,
      next_sync_at: addMs(now, before.sync_interval_seconds * SECOND_MS),
    })
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .execute();
  return before.completed_at !== null;
}
