import type { RemoteAccount } from '../connectors/contract.ts';
import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import type { AccountScope } from './issues.ts';
import {
  claimLogInStep,
  findLogInSession,
  LOG_IN_FIELDS,
  saveLogInSession,
  type LogInRow,
} from './log-ins-store.ts';
import { spendBudget, type BudgetDeps } from './source-budgets.ts';

/** A log-in as a connector may use it, for one call. */
export async function toRemoteLogIn(
  deps: { db: Db; vault: Vault } & BudgetDeps,
  scope: AccountScope,
  row: LogInRow,
  companyId: string | null,
): Promise<RemoteAccount> {
  const { db, vault } = deps;
  const owner = { linkedAccountId: scope.linkedAccountId };
  const unseal = async (field: string, sealed: Buffer): Promise<string> =>
    (await vault.unseal(db, owner, field, sealed)).toString('utf8');
  return {
    method: 'credentials',
    companyId,
    userName: await unseal(LOG_IN_FIELDS.userName, row.sealed_user_name),
    password: await unseal(LOG_IN_FIELDS.password, row.sealed_password),
    authenticatorSecret: await unseal(LOG_IN_FIELDS.authenticatorSecret, row.sealed_authenticator_secret),
    async loadRemoteSession() {
      const sealed = await findLogInSession(db, row.id);
      return sealed ? await unseal(LOG_IN_FIELDS.remoteSession, sealed) : null;
    },
    async saveRemoteSession(state) {
      const sealed = state === null ? null : await vault.seal(db, owner, LOG_IN_FIELDS.remoteSession, state);
      await saveLogInSession(db, row.id, sealed);
    },
    claimCodeStep: (step) => claimLogInStep(db, row.id, step),
    spend: (what) => spendBudget(deps, scope, what),
  };
}
