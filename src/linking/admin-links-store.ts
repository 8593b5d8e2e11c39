import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { newId } from '../lib/ids.ts';
import type { LinkSession } from './link-sessions-store.ts';

export type AdminLinkChannel = 'copy' | 'mail';

/** What the recipient of a mail is sealed under until it is sent. */
export const RECIPIENT_FIELD = 'admin_link.recipient';

export async function countAdminLinks(
  db: Db | Trx,
  session: LinkSession,
  channel: AdminLinkChannel,
): Promise<number> {
  const { count } = await db
    .selectFrom('admin_links')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('linked_account_id', '=', session.linked_account_id)
    .where('link_session_id', '=', session.id)
    .where('channel', '=', channel)
    .executeTakeFirstOrThrow();
  return count;
}

export async function insertAdminLink(
  trx: Trx,
  session: LinkSession,
  link: { channel: AdminLinkChannel; sealedRecipient: Buffer | null; at: Date },
): Promise<string> {
  const id = newId();
  await trx
    .insertInto('admin_links')
    .values({
      id,
      linked_account_id: session.linked_account_id,
      link_session_id: session.id,
      channel: link.channel,
      sealed_recipient: link.sealedRecipient,
      created_at: link.at,
      sent_at: null,
    })
    .execute();
  return id;
}

/** A mail that is still to be sent. */
export async function findUnsentMail(
  db: Db,
  key: { linkedAccountId: string; adminLinkId: string },
): Promise<{ linkSessionId: string; sealedRecipient: Buffer } | undefined> {
  const row = await db
    .selectFrom('admin_links')
    .select(['link_session_id', 'sealed_recipient'])
    .where('linked_account_id', '=', key.linkedAccountId)
    .where('id', '=', key.adminLinkId)
    .where('sent_at', 'is', null)
    .executeTakeFirst();
  return row?.sealed_recipient
    ? { linkSessionId: row.link_session_id, sealedRecipient: row.sealed_recipient }
    : undefined;
}

/** Nobody needs to know any more to whom it went. */
export async function markMailSent(
  db: Db,
  key: { linkedAccountId: string; adminLinkId: string },
  now: Date,
): Promise<void> {
  await db
    .updateTable('admin_links')
    .set({ sent_at: now, sealed_recipient: null })
    .where('linked_account_id', '=', key.linkedAccountId)
    .where('id', '=', key.adminLinkId)
    .execute();
}
