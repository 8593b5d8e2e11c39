import { createHash } from 'node:crypto';
import { inTransaction, type Trx } from '../db/transaction.ts';
import type { Db } from '../db/client.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { LinkingDeps } from './deps.ts';
import { insertMessage, SEALED_MESSAGE } from './inbound-messages-store.ts';

export interface ReceivedMail {
  /** Local parts of the recipients that were let in. */
  localParts: readonly string[];
  message: Buffer;
  remoteIp: string;
  helo: string;
  envelopeSender: string;
}

/** The account behind an address that is open now; closed and unknown ones look alike. */
export async function findOpenAddress(
  db: Db | Trx,
  localPart: string,
  now: Date,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('service_emails')
    .select('linked_account_id')
    .where('local_part', '=', localPart)
    .where((where) =>
      where.or([
        where('accepts_mail_until', 'is', null),
        where('accepts_mail_until', '>', now.toISOString()),
      ]),
    )
    .executeTakeFirst();
  return row?.linked_account_id;
}

/**
 * Keeps the message, sealed, for each recipient's account, with the job that looks into it: all or nothing. The same
 * bytes again change nothing. False when no recipient is open any more.
 */
export async function receiveMessage(
  deps: Pick<LinkingDeps, 'db' | 'vault' | 'clock'>,
  mail: ReceivedMail,
): Promise<boolean> {
  return await inTransaction(deps.db, async (trx) => {
    const accounts = await Promise.all(
      mail.localParts.map((part) => findOpenAddress(trx, part, deps.clock.now())),
    );
    const open = accounts.filter((account) => account !== undefined);
    for (const linkedAccountId of open) await keepMessage(deps, trx, linkedAccountId, mail);
    return open.length > 0;
  });
}

async function keepMessage(
  deps: Pick<LinkingDeps, 'vault' | 'clock'>,
  trx: Trx,
  linkedAccountId: string,
  mail: ReceivedMail,
): Promise<void> {
  const messageId = await insertMessage(trx, {
    linkedAccountId,
    receivedAt: deps.clock.now(),
    contentHash: createHash('sha256').update(mail.message).digest(),
    sealedMessage: await deps.vault.seal(trx, { linkedAccountId }, SEALED_MESSAGE, mail.message),
    remoteIp: mail.remoteIp,
    helo: mail.helo,
    envelopeSender: mail.envelopeSender,
  });
  if (messageId !== undefined) await enqueue(trx, 'find_invitation', { linkedAccountId, messageId });
}
