import type { LinkedAccount } from '../accounts/index.ts';
import type { ConnectionMethod, RemoteCompany } from '../connectors/contract.ts';
import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';

const TAX_ID_FIELD = 'linked_account.remote_tax_id';

/** `unclear`: another way in, which names companies by ids of its own, and the tax id can't be seen. */
type Sameness = 'same' | 'other' | 'unclear';

/**
 * Whether this is the company that the account was linked with; `same` for an account that was not. Two ways in may name
 * one company by different ids: then its tax id tells, where both are known.
 */
export async function compareCompany(
  deps: { db: Db; vault: Vault },
  account: LinkedAccount,
  method: ConnectionMethod,
  company: RemoteCompany,
): Promise<Sameness> {
  if (account.remote_company_id === null || account.remote_company_id === company.remoteCompanyId)
    return 'same';
  const known = await readTaxId(deps, account.id);
  const seen = normalizeTaxId(company.taxId);
  if (known !== null && seen !== null) return seen === known ? 'same' : 'other';
  return known !== null && method !== account.connection_method ? 'unclear' : 'other';
}

/** The tax id as the account keeps it; null where this way in can't see it. */
export async function sealTaxId(
  vault: Vault,
  trx: Trx,
  linkedAccountId: string,
  company: RemoteCompany,
): Promise<Buffer | null> {
  const taxId = normalizeTaxId(company.taxId);
  return taxId === null ? null : await vault.seal(trx, { linkedAccountId }, TAX_ID_FIELD, taxId);
}

async function readTaxId(deps: { db: Db; vault: Vault }, linkedAccountId: string): Promise<string | null> {
  const { sealed_remote_tax_id: sealed } = await deps.db
    .selectFrom('linked_accounts')
    .select('sealed_remote_tax_id')
    .where('id', '=', linkedAccountId)
    .executeTakeFirstOrThrow();
  return (
    sealed && (await deps.vault.unseal(deps.db, { linkedAccountId }, TAX_ID_FIELD, sealed)).toString('utf8')
  );
}

/** Written with a dash here and without one there. */
function normalizeTaxId(taxId: string | null | undefined): string | null {
  return taxId?.replaceAll(/[^0-9A-Za-z]/g, '').toUpperCase() || null;
}
