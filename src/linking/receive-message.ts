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
import { noteMisaddressed } from './note-misaddressed.ts';
import { findMailOwner, type MailOwner } from './service-emails-store.ts';

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
  const owner = await findOwner(deps, deps.db, address);
  if (owner === undefined) return false;
  await assertNotFull(deps, deps.db, owner.linkedAccountId);
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
  const reception = await inTransaction(deps.db, (trx) => keepForAll(deps, trx, mail));
  if (reception === 'no_such_recipient') {
    for (const address of mail.recipients) await noteMisaddressed(deps, address);
  }
  return reception;
}

async function keepForAll(deps: ReceiveMessageDeps, trx: Trx, mail: ReceivedMail): Promise<Reception> {
  const owners = await findOwners(deps, trx, mail.recipients);
  if (owners.length === 0) return 'no_such_recipient';
  let reception: Reception = 'duplicate';
  for (const owner of owners) {
    if (await keepMessage(deps, trx, owner, mail)) reception = 'kept';
  }
  return reception;
}

async function findOwner(
  deps: ReceiveMessageDeps,
  db: Db | Trx,
  address: string,
): Promise<MailOwner | undefined> {
  const localPart = parseServiceEmail(address, deps.config.linking.mailDomain);
  return localPart === undefined ? undefined : await findMailOwner(db, localPart, deps.clock.now());
}

/** Each account once, and in one order, so that two messages for the same accounts can't wait for each other. */
async function findOwners(
  deps: ReceiveMessageDeps,
  trx: Trx,
  recipients: readonly string[],
): Promise<MailOwner[]> {
  const owners = new Map<string, MailOwner>();
  for (const address of recipients) {
    const owner = await findOwner(deps, trx, address);
    if (owner && owners.get(owner.linkedAccountId)?.isReplaced !== false)
      owners.set(owner.linkedAccountId, owner);
  }
  return [...owners.values()].sort((a, b) => (a.linkedAccountId < b.linkedAccountId ? -1 : 1));
}

async function keepMessage(
  deps: ReceiveMessageDeps,
  trx: Trx,
  { linkedAccountId, isReplaced }: MailOwner,
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
    isToReplaced: isReplaced,
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
