import { Type } from 'typebox';
import { baseProperties, DateTime, Nullable, OpenEnum, Relation } from './common.ts';

export const ACCOUNT_TYPE_WORDS = ['SAVINGS', 'CHECKING'] as const;

export const BankInfo = Type.Object(
  {
    ...baseProperties,
    employee: Relation,
    account_number: Nullable(Type.String()),
    routing_number: Nullable(Type.String()),
    bank_name: Nullable(Type.String()),
    account_type: Nullable(OpenEnum(...ACCOUNT_TYPE_WORDS)),
    remote_created_at: Nullable(DateTime),
  },
  { $id: 'BankInfo', additionalProperties: false },
);
