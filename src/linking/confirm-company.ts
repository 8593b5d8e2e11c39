import { inTransaction } from '../db/transaction.ts';
import { AppError, invalidInput } from '../lib/app-error.ts';
import { completeLink } from './complete.ts';
import type { LinkingDeps } from './deps.ts';
import { lockLinkSession, type LinkSession, type LinkSessionKey } from './link-sessions-store.ts';
import { spendTurn } from './session-turns.ts';
import type { SessionView } from './session-view.ts';
import { viewSession, type ViewSessionDeps } from './view-session.ts';

type Deps = ViewSessionDeps & Pick<LinkingDeps, 'clock'>;

/**
 * The admin says that the company is the right one: the account is linked. Pressed twice, it counts once.
 * @throws AppError not_found, conflict `company_not_awaited`, invalid_input `company_unknown` for another than was shown
 */
export async function confirmCompany(
  deps: Deps,
  input: LinkSessionKey & { companyId: string },
): Promise<SessionView> {
  await spendTurn(deps, input, 'company');
  await inTransaction(deps.db, async (trx) => {
    const session = await lockLinkSession(trx, input);
    if (session.state === 'linked') return;
    const { id, name } = getFoundCompany(session, input.companyId);
    const company = { id, name, sealedTaxId: session.sealed_found_tax_id };
    await completeLink(deps, trx, session, { company, event: 'company_confirmed' });
  });
  return await viewSession(deps, input);
}

/** @throws AppError conflict `company_not_awaited`, invalid_input `company_unknown` */
export function getFoundCompany(session: LinkSession, companyId: string): { id: string; name: string } {
  const found = session.found_company;
  if (session.state !== 'awaiting_confirmation' || found === null) {
    throw new AppError('conflict', 'company_not_awaited', 'This link session does not ask for a company.');
  }
  if (found.id === companyId) return found;
  throw invalidInput('company_unknown', 'This is not the company that was shown.', '/company_id');
}
