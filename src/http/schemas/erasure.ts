import { Type } from 'typebox';
import { DateTime, Nullable, Uuid } from '../../hris/model/index.ts';
import type { ErasureReceipt as Receipt } from '../../erasure/index.ts';
import { OneOf } from './parts.ts';

/** What was erased, in numbers. It names nothing but ids, and outlives the account. */
export const ErasureReceipt = Type.Object(
  {
    id: Uuid,
    linked_account_id: Uuid,
    subject: {
      ...OneOf('account', 'records'),
      description: 'The account with all that it had, or the records of one that stays.',
    },
    requested_at: DateTime,
    erased_at: {
      ...Nullable(DateTime),
      description: 'When the last row was gone; null while a job is at work. Nobody can read what is left.',
    },
    access_ended_at: {
      ...Nullable(DateTime),
      description:
        'When nothing of ours opened the source any more; null while an OAuth grant waits to be revoked there.',
    },
    counts: Type.Record(Type.String(), Type.Integer(), { description: 'Rows that are gone, by kind.' }),
  },
  { $id: 'ErasureReceipt', additionalProperties: false },
);

export const ERASURE_COMPONENTS = [ErasureReceipt];

export const toReceiptBody = (receipt: Receipt) => ({
  id: receipt.id,
  linked_account_id: receipt.linkedAccountId,
  subject: receipt.subject,
  requested_at: receipt.requestedAt,
  erased_at: receipt.erasedAt,
  access_ended_at: receipt.accessEndedAt,
  counts: receipt.counts,
});
