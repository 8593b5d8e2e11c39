import { createHmac } from 'node:crypto';
import { sql, type Selectable } from 'kysely';
import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import type { LogInsTable } from '../db/schema/connections.ts';
import type { Trx } from '../db/transaction.ts';
import { newId } from '../lib/ids.ts';
import type { AccountScope } from './issues.ts';

export type LogInRow = Selectable<LogInsTable>;

/** A log-in as the admin typed it; the authenticator's secret is base32 without spaces. */
export interface LogIn {
  userName: string;
  password: string;
  authenticatorSecret: string;
}

/** What the vault seals of a log-in; the names are bound to the sealed bytes. */
export const LOG_IN_FIELDS = {
  userName: 'log_in.user_name',
  password: 'log_in.password',
  authenticatorSecret: 'log_in.authenticator_secret',
  remoteSession: 'log_in.remote_session',
} as const;

/**
 * What a refused log-in is known by. A wrong password is wrong with any authenticator; a wrong code says nothing of the
 * password with another one.
 */
export interface LogInFingerprints {
  password: Buffer;
  code: Buffer;
}

export function fingerprintLogIn(key: Uint8Array, linkedAccountId: string, logIn: LogIn): LogInFingerprints {
  const hash = (...parts: string[]): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([linkedAccountId, ...parts]))
      .digest();
  const { userName, password, authenticatorSecret } = logIn;
  return { password: hash(userName, password), code: hash(userName, password, authenticatorSecret) };
}

/** The log-in that the session tries, or, without a session, the one that the account works with. */
export async function findLogIn(
  db: Db | Trx,
  scope: AccountScope,
  linkSessionId: string | null,
): Promise<LogInRow | undefined> {
  return await db
    .selectFrom('log_ins')
    .innerJoin('linked_accounts', 'linked_accounts.id', 'log_ins.linked_account_id')
    .selectAll('log_ins')
    .where('linked_accounts.organization_id', '=', scope.organizationId)
    .where('log_ins.linked_account_id', '=', scope.linkedAccountId)
    .where('link_session_id', linkSessionId === null ? 'is' : '=', linkSessionId)
    .executeTakeFirst();
}

/** Sealed, in place of what the session tried before; the account's own stays as it is. */
export async function storeTriedLogIn(
  deps: { vault: Vault },
  trx: Trx,
  scope: AccountScope,
  attempt: { linkSessionId: string; logIn: LogIn; fingerprints: LogInFingerprints; at: Date },
): Promise<void> {
  const { linkedAccountId } = scope;
  const { linkSessionId, logIn, fingerprints } = attempt;
  const seal = (field: string, plain: string) => deps.vault.seal(trx, { linkedAccountId }, field, plain);
  await dropTriedLogIn(trx, linkSessionId);
  await trx
    .insertInto('log_ins')
    .values({
      id: newId(),
      linked_account_id: linkedAccountId,
      link_session_id: linkSessionId,
      sealed_user_name: await seal(LOG_IN_FIELDS.userName, logIn.userName),
      sealed_password: await seal(LOG_IN_FIELDS.password, logIn.password),
      sealed_authenticator_secret: await seal(LOG_IN_FIELDS.authenticatorSecret, logIn.authenticatorSecret),
      password_fingerprint: fingerprints.password,
      code_fingerprint: fingerprints.code,
      // It may be the authenticator that the account uses at this moment: no code twice.
      last_code_step: sql<number | null>`(select last_code_step from log_ins
        where linked_account_id = ${linkedAccountId} and link_session_id is null)`,
      created_at: attempt.at,
    })
    .execute();
}

export async function dropTriedLogIn(trx: Trx, linkSessionId: string): Promise<void> {
  await trx.deleteFrom('log_ins').where('link_session_id', '=', linkSessionId).execute();
}

export async function dropLogInOfAccount(trx: Trx, scope: AccountScope): Promise<void> {
  await trx
    .deleteFrom('log_ins')
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('link_session_id', 'is', null)
    .execute();
}

/** The session's log-in becomes the account's; without one, the account keeps its own. */
export async function adoptLogIn(trx: Trx, scope: AccountScope, linkSessionId: string): Promise<void> {
  if (!(await findLogIn(trx, scope, linkSessionId))) return;
  await dropLogInOfAccount(trx, scope);
  await trx
    .updateTable('log_ins')
    .set({ link_session_id: null })
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('link_session_id', '=', linkSessionId)
    .execute();
}

/** Counts a sign-in that is about to begin. Returns how many began before it and never came to an end. */
export async function openAttempt(trx: Trx, logInId: string): Promise<number> {
  const { open_attempts } = await trx
    .updateTable('log_ins')
    .set((update) => ({ open_attempts: update('open_attempts', '+', 1) }))
    .where('id', '=', logInId)
    .returning('open_attempts')
    .executeTakeFirstOrThrow();
  return open_attempts - 1;
}

/** The sign-in came to an end, whichever. */
export async function closeAttempts(trx: Trx, logInId: string): Promise<void> {
  await trx.updateTable('log_ins').set({ open_attempts: 0 }).where('id', '=', logInId).execute();
}

export async function saveLogInSession(
  db: Db | Trx,
  logInId: string,
  sealedRemoteSession: Buffer | null,
): Promise<void> {
  await db
    .updateTable('log_ins')
    .set({ sealed_remote_session: sealedRemoteSession })
    .where('id', '=', logInId)
    .execute();
}

export async function findLogInSession(db: Db, logInId: string): Promise<Buffer | null> {
  const row = await db
    .selectFrom('log_ins')
    .select('sealed_remote_session')
    .where('id', '=', logInId)
    .executeTakeFirst();
  return row?.sealed_remote_session ?? null;
}

/** Two workers may want the same step: the update lets one of them have it, and no earlier step after it. */
export async function claimLogInStep(db: Db, logInId: string, step: number): Promise<boolean> {
  const claimed = await db
    .updateTable('log_ins')
    .set({ last_code_step: step })
    .where('id', '=', logInId)
    .where((where) => where.or([where('last_code_step', 'is', null), where('last_code_step', '<', step)]))
    .returning('id')
    .executeTakeFirst();
  return claimed !== undefined;
}
