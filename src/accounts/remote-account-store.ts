import type { RemoteAccount } from '../connectors/contract.ts';
import type { Sealer, Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import { AppError } from '../lib/app-error.ts';
import type { AccountScope } from './issues.ts';
import { findUnconfirmedPassword, PASSWORD_FIELD } from './unconfirmed-password.ts';
import { spendBudget, type BudgetDeps } from './source-budgets.ts';

/** What the vault seals of a service account; the names are bound to the sealed bytes. */
export const SEALED_FIELDS = {
  invitationUrl: 'service_account.invitation_url',
  password: PASSWORD_FIELD,
  authenticatorSecret: 'service_account.authenticator_secret',
  remoteSession: 'service_account.remote_session',
} as const;

export interface RemoteAccountDeps extends BudgetDeps {
  db: Db;
  vault: Vault;
  /** The account's, where the caller has it: its data key need not be read for each secret. */
  sealer?: Sealer;
}

/**
 * The service account as a connector may use it. The password is in memory while the object lives: get it for one
 * call, and let it go.
 * @param companyId which of several companies of the log-in is meant
 * @param isReplacement the one that is being set up beside the account's own
 * @throws AppError conflict `service_account_missing` when no password was sealed yet.
 */
export async function getRemoteAccount(
  deps: RemoteAccountDeps,
  scope: AccountScope,
  companyId: string | null,
  isReplacement = false,
): Promise<RemoteAccount> {
  const { db, vault, sealer } = deps;
  const [row, unconfirmedPassword] = await Promise.all([
    findServiceAccount(db, scope, isReplacement),
    isReplacement ? null : findUnconfirmedPassword(deps, scope),
  ]);
  if (!row?.sealed_password) {
    throw new AppError(
      'conflict',
      'service_account_missing',
      'This linked account has no service account to sign in with.',
    );
  }
  const unseal = async (field: string, sealed: Buffer): Promise<string> =>
    sealer?.unseal(field, sealed) ??
    (await vault.unseal(db, { linkedAccountId: scope.linkedAccountId }, field, sealed)).toString('utf8');
  return {
    method: 'service_account',
    companyId,
    userName: row.user_name,
    password: await unseal(SEALED_FIELDS.password, row.sealed_password),
    authenticatorSecret:
      row.sealed_authenticator_secret &&
      (await unseal(SEALED_FIELDS.authenticatorSecret, row.sealed_authenticator_secret)),
    async loadRemoteSession() {
      const sealed = (await findServiceAccount(db, scope, isReplacement))?.sealed_remote_session;
      return sealed ? await unseal(SEALED_FIELDS.remoteSession, sealed) : null;
    },
    saveRemoteSession: (state) => saveRemoteSession(deps, scope, isReplacement, state),
    claimCodeStep: (step) => claimCodeStep(db, scope, isReplacement, step),
    spend: (what) => spendBudget(deps, scope, what),
    unconfirmedPassword,
  };
}

async function findServiceAccount(db: Db, scope: AccountScope, isReplacement: boolean) {
  return await db
    .selectFrom('service_accounts')
    .innerJoin('linked_accounts', 'linked_accounts.id', 'service_accounts.linked_account_id')
    .select(['user_name', 'sealed_password', 'sealed_authenticator_secret', 'sealed_remote_session'])
    .where('linked_accounts.organization_id', '=', scope.organizationId)
    .where('service_accounts.linked_account_id', '=', scope.linkedAccountId)
    .where('is_replacement', '=', isReplacement)
    .executeTakeFirst();
}

async function saveRemoteSession(
  deps: RemoteAccountDeps,
  scope: AccountScope,
  isReplacement: boolean,
  state: string | null,
): Promise<void> {
  const { db, vault } = deps;
  const sealed =
    state === null
      ? null
      : await vault.seal(db, { linkedAccountId: scope.linkedAccountId }, SEALED_FIELDS.remoteSession, state);
  await db
    .updateTable('service_accounts')
    .set({ sealed_remote_session: sealed })
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('is_replacement', '=', isReplacement)
    .execute();
}

/** Two workers may want the same step: the update lets one of them have it, and no earlier step after it. */
async function claimCodeStep(
  db: Db,
  scope: AccountScope,
  isReplacement: boolean,
  step: number,
): Promise<boolean> {
  const claimed = await db
    .updateTable('service_accounts')
    .set({ last_code_step: step })
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('is_replacement', '=', isReplacement)
    .where((where) => where.or([where('last_code_step', 'is', null), where('last_code_step', '<', step)]))
    .returning('linked_account_id')
    .executeTakeFirst();
  return claimed !== undefined;
}
