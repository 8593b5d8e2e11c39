import { inTransaction, type Trx } from '../db/transaction.ts';
import { askAgainForCompany } from './ask-again-for-company.ts';
import { getFoundCompany } from './confirm-company.ts';
import type { LinkingDeps } from './deps.ts';
import {
  lockLinkSession,
  moveSession,
  type LinkSession,
  type LinkSessionKey,
} from './link-sessions-store.ts';
import { dropServiceAccount, serviceAccountOf } from './service-accounts-store.ts';
import { dropTriedAccess } from './session-access.ts';
import { spendTurn } from './session-turns.ts';
import type { SessionView } from './session-view.ts';
import { viewSession, type ViewSessionDeps } from './view-session.ts';

type Deps = ViewSessionDeps & Pick<LinkingDeps, 'clock'>;

/**
 * The admin says that it is another company, of which nothing was read. Of several companies of the log-in another one may
 * be chosen; else what opens it is forgotten at once, and the session waits for access to the right one.
 * @throws AppError not_found, conflict `company_not_awaited`, invalid_input `company_unknown` for another than was shown
 */
export async function declineCompany(
  deps: Deps,
  input: LinkSessionKey & { companyId: string },
): Promise<SessionView> {
  await spendTurn(deps, input, 'company');
  await inTransaction(deps.db, async (trx) => {
    const session = await lockLinkSession(trx, input);
    getFoundCompany(session, input.companyId);
    const at = deps.clock.now();
    await forgetCompany(trx, session);
    if (session.chosen_company_id === null) await refuseCompany(trx, session, at);
    else await askAgainForCompany(trx, session, { at, errorCode: null });
  });
  return await viewSession(deps, input);
}

async function refuseCompany(trx: Trx, session: LinkSession, at: Date): Promise<void> {
  await dropTriedAccess(trx, session, at, { isOtherCompany: true });
  if (session.connection_method === 'service_account') {
    await dropServiceAccount(trx, serviceAccountOf(session));
  }
  await moveSession(trx, session, 'company_declined', { at, errorCode: 'company_declined' });
}

/** Its name, and what it was seen to grant. */
async function forgetCompany(trx: Trx, session: LinkSession): Promise<void> {
  await trx
    .updateTable('linked_accounts')
    .set({ remote_company_name: null })
    .where('organization_id', '=', session.organization_id)
    .where('id', '=', session.linked_account_id)
    .where('remote_company_id', 'is', null)
    .execute();
  await trx
    .deleteFrom('permission_checks')
    .where('linked_account_id', '=', session.linked_account_id)
    .execute();
}
