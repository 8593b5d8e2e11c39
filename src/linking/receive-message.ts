import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { AppError, invalidInput } from '../lib/app-error.ts';
import { addMs, DAY_MS, HOUR_MS, SECOND_MS } from '../lib/duration.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { LinkingDeps } from './deps.ts';
import { countMessagesSince, insertMessage, SEALED_MESSAGE } from './inbound-messages-store.ts';
import { parseServiceEmail } from './service-email.ts';

export interface ReceivedMail {
  /** Addresses as the door got them. */
  recipients: readonly string[];
  message: Buffer;
  /** What only an SMTP door sees; null elsewhere. */
  envelope: { remoteIp: string; helo: string; sender: string } | null;
}

/** `duplicate`: the same bytes came before, and change nothing. */
export type Reception = 'kept' | 'duplicate' | 'no_such_recipient';

export type ReceiveMessageDeps = Pick<LinkingDeps, 'db' | 'vault' | 'clock'> & {
  config: {
    linking: Pick<LinkingDeps['config']['linking'], 'mailDomain' | 'maxMessagesPerDay'>;
    smtp: Pick<LinkingDeps['config']['smtp'], 'maxMessageBytes' | 'maxRecipients'>;
  };
};

/**
 * Whether mail to this address is taken now; unknown, closed and foreign addresses look alike.
 * @throws AppError rate_limited `address_full` when it had its messages of the day
 */
export async function canReceive(deps: ReceiveMessageDeps, address: string): Promise<boolean> {
  const linkedAccountId = await findOpenAccount(deps, deps.db, address);
  if (linkedAccountId === undefined) return false;
  await assertNotFull(deps, deps.db, linkedAccountId);
  return true;
}

/**
 * Keeps the message, sealed, for each recipient's account, with the job that looks into it: all or nothing.
 * @throws AppError too_large `message_too_large`, invalid_input `too_many_recipients`, rate_limited `address_full`
 */
export async function receiveMessage(deps: ReceiveMessageDeps, mail: ReceivedMail): Promise<Reception> {
  const { maxMessageBytes, maxRecipients } = deps.config.smtp;
  if (mail.message.length > maxMessageBytes) throw tooLarge();
  if (mail.recipients.length > maxRecipients) throw tooMany();
  return await inTransaction(deps.db, async (trx) => {
    const found = await Promise.all(mail.recipients.map((address) => findOpenAccount(deps, trx, address)));
    // In one order, so that two messages for the same accounts can't wait for each other.
    const accounts = [...new Set(found.filter((account) => account !== undefined))].sort();
    if (accounts.length === 0) return 'no_such_recipient';
    let reception: Reception = 'duplicate';
    for (const linkedAccountId of accounts) {
      if (await keepMessage(deps, trx, linkedAccountId, mail)) reception = 'kept';
    }
    return reception;
  });
}

async function findOpenAccount(
  deps: ReceiveMessageDeps,
  db: Db | Trx,
  address: string,
): Promise<string | undefined> {
  const localPart = parseServiceEmail(address, deps.config.linking.mailDomain);
  if (localPart === undefined) return undefined;
  const row = await db
    .selectFrom('service_emails')
    .select('linked_account_id')
    .where('local_part', '=', localPart)
    .where((where) =>
      where.or([
        where('accepts_mail_until', 'is', null),
        where('accepts_mail_until', '>', deps.clock.now().toISOString()),
      ]),
    )
    .executeTakeFirst();
  return row?.linked_account_id;
}

async function keepMessage(
  deps: ReceiveMessageDeps,
  trx: Trx,
  linkedAccountId: string,
  mail: ReceivedMail,
): Promise<boolean> {
  // Counting and adding must not mix with another message for the same address.
  const { rows } = await sql`
    select from service_emails where linked_account_id = ${linkedAccountId} for update`.execute(trx);
  // The account was erased in between.
  if (rows.length === 0) return false;
  const messageId = await insertMessage(trx, {
    linkedAccountId,
    receivedAt: deps.clock.now(),
    contentHash: createHash('sha256').update(mail.message).digest(),
    sealedMessage: await deps.vault.seal(trx, { linkedAccountId }, SEALED_MESSAGE, mail.message),
    remoteIp: mail.envelope?.remoteIp ?? null,
    helo: mail.envelope?.helo ?? null,
    envelopeSender: mail.envelope?.sender ?? null,
  });
  if (messageId === undefined) return false;
  await assertNotFull(deps, trx, linkedAccountId, { isAdded: true });
  await enqueue(trx, 'find_invitation', { linkedAccountId, messageId });
  return true;
}

async function assertNotFull(
  deps: ReceiveMessageDeps,
  db: Db | Trx,
  linkedAccountId: string,
  { isAdded } = { isAdded: false },
): Promise<void> {
  const count = await countMessagesSince(db, linkedAccountId, addMs(deps.clock.now(), -DAY_MS));
  const max = deps.config.linking.maxMessagesPerDay;
  if (isAdded ? count <= max : count < max) return;
  throw new AppError('rate_limited', 'address_full', 'This address had its messages of the day. Try later.', {
    retryAfterSeconds: HOUR_MS / SECOND_MS,
  });
}

function tooLarge(): AppError {
  return new AppError('too_large', 'message_too_large', 'The message is larger than this service takes.');
}

function tooMany(): AppError {
  return invalidInput(
    'too_many_recipients',
    'The message has more recipients than this service takes at once.',
  );
}
