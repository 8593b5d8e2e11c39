import type { Selectable } from 'kysely';
import type { Db } from '../db/client.ts';
import type { InboundMessagesTable } from '../db/schema/linking.ts';
import type { Trx } from '../db/transaction.ts';
import { newId } from '../lib/ids.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { MessageShape } from './message-shape.ts';

export type InboundMessage = Selectable<InboundMessagesTable>;

/** Field name that a message's bytes are sealed under. */
export const SEALED_MESSAGE = 'inbound_message';

export interface NewInboundMessage {
  linkedAccountId: string;
  receivedAt: Date;
  contentHash: Buffer;
  sealedMessage: Buffer;
  /** Null where the door could not see them. */
  remoteIp: string | null;
  helo: string | null;
  envelopeSender: string | null;
  /** To the address that is being replaced: no invitation is taken from it. */
  isToReplaced: boolean;
}

/** The new message's id; undefined when the same bytes came before. */
export async function insertMessage(trx: Trx, message: NewInboundMessage): Promise<string | undefined> {
  const row = await trx
    .insertInto('inbound_messages')
    .values({
      id: newId(),
      linked_account_id: message.linkedAccountId,
      received_at: message.receivedAt,
      content_hash: message.contentHash,
      sealed_message: message.sealedMessage,
      remote_ip: message.remoteIp,
      helo: message.helo,
      envelope_sender: message.envelopeSender,
      is_to_replaced: message.isToReplaced,
      state: 'received',
    })
    .onConflict((conflict) => conflict.columns(['linked_account_id', 'content_hash']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

export async function countMessagesSince(
  db: Db | Trx,
  linkedAccountId: string,
  since: Date,
): Promise<number> {
  const { count } = await db
    .selectFrom('inbound_messages')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('linked_account_id', '=', linkedAccountId)
    .where('received_at', '>', since.toISOString())
    .executeTakeFirstOrThrow();
  return count;
}

/** The message while nothing was decided about it. */
export async function findUndecidedMessage(
  db: Db,
  key: { linkedAccountId: string; messageId: string },
): Promise<InboundMessage | undefined> {
  return await selectUndecided(db, key).executeTakeFirst();
}

/** The same, held until the transaction ends: of two jobs for one message, one decides. */
export async function lockUndecidedMessage(
  trx: Trx,
  key: { linkedAccountId: string; messageId: string },
): Promise<InboundMessage | undefined> {
  return await selectUndecided(trx, key).forUpdate().executeTakeFirst();
}

/** The sealed bytes of a message that is held. */
export async function findHeldBytes(
  db: Db,
  key: { linkedAccountId: string; messageId: string },
): Promise<Buffer | null> {
  const row = await db
    .selectFrom('inbound_messages')
    .select('sealed_message')
    .where('linked_account_id', '=', key.linkedAccountId)
    .where('id', '=', key.messageId)
    .where('state', '=', 'held')
    .executeTakeFirst();
  return row?.sealed_message ?? null;
}

/** What is decided needs no bytes any more, except where a person or a later consent may look again. */
export async function decideMessage(
  trx: Trx,
  key: { linkedAccountId: string; messageId: string },
  decision: { state: 'accepted' | 'discarded' | 'held'; reason: string | null; shape?: MessageShape },
): Promise<void> {
  const { state, reason, shape } = decision;
  await trx
    .updateTable('inbound_messages')
    .set({
      state,
      reason,
      shape: shape === undefined ? null : JSON.stringify(shape),
      ...(state === 'held' ? {} : { sealed_message: null }),
    })
    .where('linked_account_id', '=', key.linkedAccountId)
    .where('id', '=', key.messageId)
    .execute();
}

/** Reasons that a consent takes away. */
const HELD_UNTIL_CONSENT = ['awaiting_consent', 'no_open_session'];

/** Puts messages that waited for a consented session before the job again. */
export async function lookAgainAtHeldMessages(trx: Trx, linkedAccountId: string): Promise<void> {
  const messages = await trx
    .updateTable('inbound_messages')
    .set({ state: 'received', reason: null })
    .where('linked_account_id', '=', linkedAccountId)
    .where('state', '=', 'held')
    .where('reason', 'in', HELD_UNTIL_CONSENT)
    .returning('id')
    .execute();
  for (const message of messages)
    await enqueue(trx, 'find_invitation', { linkedAccountId, messageId: message.id });
}

/** Nobody will look at these again: their bytes go. */
export async function dropMessageBytes(trx: Trx, linkedAccountId: string): Promise<void> {
  await trx
    .updateTable('inbound_messages')
    .set({ sealed_message: null })
    .where('linked_account_id', '=', linkedAccountId)
    .where('state', '<>', 'received')
    .execute();
}

function selectUndecided(db: Db | Trx, key: { linkedAccountId: string; messageId: string }) {
  return db
    .selectFrom('inbound_messages')
    .selectAll()
    .where('linked_account_id', '=', key.linkedAccountId)
    .where('id', '=', key.messageId)
    .where('state', '=', 'received');
}
