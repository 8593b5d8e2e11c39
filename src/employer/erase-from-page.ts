import { findLinkedAccount } from '../accounts/index.ts';
import type { AuditActor } from '../audit/index.ts';
import type { EmployerPagePrincipal } from '../auth/index.ts';
import { eraseAccount, type ErasureReceipt } from '../erasure/index.ts';
import { AppError } from '../lib/app-error.ts';
import { isErasePhrase } from './company-name.ts';
import type { EmployerDeps } from './deps.ts';

/**
 * Erases the employer's account after its name was typed. Safe to repeat: an account that is gone is answered with its receipt.
 * @throws AppError unprocessable `confirmation_differs`
 */
export async function eraseFromPage(
  deps: Pick<EmployerDeps, 'db' | 'clock'>,
  principal: EmployerPagePrincipal,
  typedName: string,
  actor: AuditActor,
): Promise<ErasureReceipt> {
  const { organizationId, linkedAccountId } = principal;
  const account = await findLinkedAccount(deps.db, organizationId, linkedAccountId);
  if (account && !isErasePhrase(typedName, account)) {
    const message = 'What was typed is not the name of the company.';
    throw new AppError('unprocessable', 'confirmation_differs', message, { pointer: '/company_name' });
  }
  return await eraseAccount(deps, principal, actor);
}
