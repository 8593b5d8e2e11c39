import { hash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { createLocalPart } from './service-email.ts';

/** Whose mail it is, and whether it came to the address that is being replaced. */
export interface MailOwner {
  linkedAccountId: string;
  isReplaced: boolean;
}

/** The account whose address takes mail now. One that is being replaced takes it until its log-in is out of use. */
export async function findMailOwner(
  db: Db | Trx,
  localPart: string,
  now: Date,
): Promise<MailOwner | undefined> {
  const { rows } = await sql<MailOwner>`
    select linked_account_id as "linkedAccountId", local_part <> ${localPart} as "isReplaced"
      from service_emails
     where (local_part = ${localPart} or (replaced_local_part = ${localPart} and replaced_at is null))
       and (accepts_mail_until is null or accepts_mail_until > ${now})`.execute(db);
  return rows[0];
}

/** A new address beside the one in use, which is named as replaced from now on. */
export async function replaceLocalPart(trx: Trx, linkedAccountId: string): Promise<void> {
  const localPart = await createUnusedLocalPart(trx);
  await sql`
    update service_emails set replaced_local_part = local_part, replaced_at = null, local_part = ${localPart}
     where linked_account_id = ${linkedAccountId}`.execute(trx);
}

/** The former log-in is out of use: mail to its address is mail to nobody. */
export async function endReplacedLocalPart(trx: Trx, linkedAccountId: string, now: Date): Promise<void> {
  await trx
    .updateTable('service_emails')
    .set({ replaced_at: now })
    .where('linked_account_id', '=', linkedAccountId)
    .where('replaced_local_part', 'is not', null)
    .where('replaced_at', 'is', null)
    .execute();
}

/** Nothing came of the replacement: the address that is in use is the account's again. */
export async function restoreLocalPart(trx: Trx, linkedAccountId: string): Promise<void> {
  await sql`
    update service_emails set local_part = replaced_local_part, replaced_local_part = null
     where linked_account_id = ${linkedAccountId} and replaced_local_part is not null and replaced_at is null`.execute(
    trx,
  );
}

/** An address whose account was erased is never issued again: mail for it is for nobody else. */
export async function createUnusedLocalPart(trx: Trx): Promise<string> {
  for (;;) {
    const localPart = createLocalPart();
    const retired = await trx
      .selectFrom('retired_service_emails')
      .select('local_part_hash')
      .where('local_part_hash', '=', hash('sha256', localPart, 'buffer'))
      .executeTakeFirst();
    if (!retired) return localPart;
  }
}
