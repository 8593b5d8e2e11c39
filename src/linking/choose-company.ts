import { inTransaction } from '../db/transaction.ts';
import { AppError, invalidInput } from '../lib/app-error.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { LinkingDeps } from './deps.ts';
import { lockLinkSession, moveSession, updateSession, type LinkSessionKey } from './link-sessions-store.ts';
import { spendTurn } from './session-turns.ts';
import type { SessionView } from './session-view.ts';
import { viewSession, type ViewSessionDeps } from './view-session.ts';

type Deps = ViewSessionDeps & Pick<LinkingDeps, 'clock'>;

/**
 * Of the companies that the log-in has, the admin says which; the check goes on with it.
 * @throws AppError not_found, invalid_input `company_unknown`, conflict `company_not_awaited`
 */
export async function chooseCompany(
  deps: Deps,
  input: LinkSessionKey & { companyId: string },
): Promise<SessionView> {
  await spendTurn(deps, input, 'company');
  await inTransaction(deps.db, async (trx) => {
    const session = await lockLinkSession(trx, input);
    if (session.state !== 'awaiting_company') {
      throw new AppError('conflict', 'company_not_awaited', 'This link session does not ask for a company.');
    }
    if (!session.company_choices?.some((company) => company.id === input.companyId)) {
      throw invalidInput('company_unknown', 'This log-in has no such company.', '/company_id');
    }
    await updateSession(trx, session, { chosen_company_id: input.companyId });
    await moveSession(trx, session, 'company_chosen', { at: deps.clock.now(), errorCode: null });
    await enqueue(trx, 'verify_permissions', {
      linkedAccountId: session.linked_account_id,
      linkSessionId: session.id,
    });
  });
  return await viewSession(deps, input);
}
