import { sql } from 'kysely';
import {
  findLinkedAccount,
  requestSync,
  resolveIssues,
  toLinkedAccountReference,
} from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';
import { addMs, SECOND_MS } from '../lib/duration.ts';
import { appendEvent } from '../webhooks/outbox.ts';
import { adoptAccess } from './adopt-access.ts';
import type { LinkingDeps } from './deps.ts';
import { keepServiceEmailForGood } from './issue-service-email.ts';
import { LINK_ISSUES, MAIL_ALERTS } from './link-issues.ts';
import { moveSession, scopeOf, type LinkSession } from './link-sessions-store.ts';
import { adoptScopes } from './session-scopes.ts';

/** What the account is linked with; the tax id as the account keeps it, null where it can't be seen. */
export interface LinkedCompany {
  id: string;
  name: string;
  sealedTaxId: Buffer | null;
}

/**
 * The account is linked: the access, the company, the status, the event and the first sync stand or fall together. The
 * caller has asserted the company and holds the session's lease in this transaction.
 */
export async function completeLink(
  deps: Pick<LinkingDeps, 'clock'>,
  trx: Trx,
  session: LinkSession,
  { company, event }: { company: LinkedCompany; event: 'permissions_granted' | 'company_confirmed' },
): Promise<void> {
  const now = deps.clock.now();
  const scope = scopeOf(session);
  await adoptAccess(trx, session, now);
  await adoptScopes(trx, session);
  const isRelink = await markComplete(trx, session, company, now);
  await moveSession(trx, session, event, { at: now, errorCode: null });
  await keepServiceEmailForGood(trx, scope.linkedAccountId);
  await requestSync(trx, scope, 'link');
  const account = (await findLinkedAccount(trx, scope.organizationId, scope.linkedAccountId))!;
  await appendEvent(trx, scope, {
    type: 'linked_account.linked',
    data: { linked_account: toLinkedAccountReference(account), is_relink: isRelink },
  });
  const over = [...Object.values(LINK_ISSUES), ...Object.values(MAIL_ALERTS)];
  for (const code of over) await resolveIssues(trx, scope, code);
}

/** True when the account was linked before. */
async function markComplete(
  trx: Trx,
  session: LinkSession,
  company: LinkedCompany,
  now: Date,
): Promise<boolean> {
  const { organizationId, linkedAccountId } = scopeOf(session);
  const before = await trx
    .selectFrom('linked_accounts')
    .select(['completed_at', 'sync_interval_seconds', 'connection_method'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', linkedAccountId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const isOtherMethod = before.connection_method !== session.connection_method;
  await trx
    .updateTable('linked_accounts')
    .set({
      status: 'COMPLETE',
      status_detail: null,
      connection_method: session.connection_method,
      remote_company_id: company.id,
      remote_company_name: company.name,
      ...(company.sealedTaxId === null ? {} : { sealed_remote_tax_id: company.sealedTaxId }),
      // What the source looked like by the former way in says nothing of how it looks by this one.
      ...(isOtherMethod ? { source_shapes: '{}', source_hash: null, source_rows_digest: null } : {}),
      completed_at: sql`coalesce(completed_at, ${now})`,
      next_sync_at: addMs(now, before.sync_interval_seconds * SECOND_MS),
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', linkedAccountId)
    .execute();
  return before.completed_at !== null;
}
