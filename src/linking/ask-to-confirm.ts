import type { PeopleCount } from '../connectors/contract.ts';
import type { FoundCompany } from '../db/schema/linking.ts';
import type { Trx } from '../db/transaction.ts';
import type { LinkedCompany } from './complete.ts';
import { moveSession, updateSession, type LinkSession } from './link-sessions-store.ts';

/** The company that the check met waits for the admin's word; nothing of it is the account's before that. */
export async function askToConfirm(
  trx: Trx,
  session: LinkSession,
  company: LinkedCompany & { size: PeopleCount | null },
  now: Date,
): Promise<void> {
  const { id, name, size } = company;
  const found: FoundCompany = {
    id,
    name,
    people_count: size?.people ?? null,
    people_counted_in: size?.countedIn ?? null,
  };
  await updateSession(trx, session, {
    found_company: JSON.stringify(found),
    sealed_found_tax_id: company.sealedTaxId,
  });
  await moveSession(trx, session, 'company_found', { at: now, errorCode: null });
}
