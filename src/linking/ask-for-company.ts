import type { LinkedAccount } from '../accounts/index.ts';
import type { RemoteCompany } from '../connectors/contract.ts';
import type { Db } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Clock } from '../lib/clock.ts';
import { assertLease, releaseLease } from '../queue/leases.ts';
import { moveSession, updateSession } from './link-sessions-store.ts';
import type { SessionWork } from './work-on-session.ts';

/** A relink means the company that it was linked with, where the log-in has it under the same id. */
export function findChosenCompany(
  companies: readonly RemoteCompany[],
  account: LinkedAccount,
): string | undefined {
  return companies.find((company) => company.remoteCompanyId === account.remote_company_id)?.remoteCompanyId;
}

/** The session waits for the admin's choice. */
export async function askForCompany(
  deps: { db: Db; clock: Clock },
  { session, lease }: SessionWork,
  companies: readonly RemoteCompany[],
): Promise<void> {
  const choices = companies.map(({ remoteCompanyId, name }) => ({ id: remoteCompanyId, name }));
  await inTransaction(deps.db, async (trx) => {
    await assertLease(trx, lease);
    await updateSession(trx, session, { company_choices: JSON.stringify(choices), chosen_company_id: null });
    await moveSession(trx, session, 'company_unclear', { at: deps.clock.now(), errorCode: null });
    await releaseLease(trx, lease);
  });
}
