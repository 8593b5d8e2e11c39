import { sql, type Selectable } from 'kysely';
import type { Db } from '../db/client.ts';
import type { PasswordAgesTable } from '../db/schema/log-in-care.ts';
import type { Trx } from '../db/transaction.ts';
import { newId } from '../lib/ids.ts';
import type { AccountScope } from './issues.ts';

export type PasswordAgeRow = Selectable<PasswordAgesTable>;

/** Accounts that sign in with a password and are linked; the others have none that we would look after. */
const isWatched = sql`account.status = 'COMPLETE' and account.connection_method in ('service_account', 'credentials')`;

/** Begins to look after passwords that nobody looks after yet. @returns how many there were */
export async function watchPasswords(trx: Trx, now: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select account.id from linked_accounts account
     where ${isWatched}
       and not exists (select from password_ages age where age.linked_account_id = account.id)
     limit ${limit}`.execute(trx);
  if (rows.length === 0) return 0;
  await trx
    .insertInto('password_ages')
    .values(rows.map(({ id }) => ({ id: newId(), linked_account_id: id, next_check_at: now })))
    .onConflict((conflict) => conflict.column('linked_account_id').doNothing())
    .execute();
  return rows.length;
}

/** Takes what is due, and sets it to be due once more for the case that its job is lost. */
export async function claimDuePasswords(
  trx: Trx,
  times: { now: Date; againAt: Date },
  limit: number,
): Promise<{ linked_account_id: string }[]> {
  const { rows } = await sql<{ linked_account_id: string }>`
    update password_ages set next_check_at = ${times.againAt}
     where id in (select age.id from password_ages age
                    join linked_accounts account on account.id = age.linked_account_id
                   where ${isWatched} and age.next_check_at <= ${times.now}
                   order by age.next_check_at limit ${limit} for update of age skip locked)
    returning linked_account_id`.execute(trx);
  return rows;
}

/** By the job's account alone, with the organization that it belongs to. */
export async function findPasswordAge(db: Db | Trx, linkedAccountId: string) {
  return await db
    .selectFrom('password_ages')
    .innerJoin('linked_accounts', 'linked_accounts.id', 'password_ages.linked_account_id')
    .selectAll('password_ages')
    .select(['linked_accounts.organization_id', 'linked_accounts.integration', 'linked_accounts.status'])
    .where('password_ages.linked_account_id', '=', linkedAccountId)
    .executeTakeFirst();
}

export async function updatePasswordAge(
  trx: Trx,
  scope: AccountScope,
  change: { expires_at?: Date | null; next_check_at?: Date; sealed_new_password?: Buffer },
): Promise<void> {
  await trx
    .updateTable('password_ages')
    .set(change)
    .where('linked_account_id', '=', scope.linkedAccountId)
    .execute();
}

/** Of a log-in that the account does not use any more; the next one is looked after from its first day. */
export async function forgetPasswordAge(trx: Trx, scope: AccountScope): Promise<void> {
  await trx.deleteFrom('password_ages').where('linked_account_id', '=', scope.linkedAccountId).execute();
}
