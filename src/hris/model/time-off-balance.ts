import { Type, type Static } from 'typebox';
import { baseProperties, Nullable, OpenEnum, Relation, type FieldsOf } from './common.ts';
import { TIME_OFF_WORDS } from './time-off.ts';

export const TimeOffBalance = Type.Object(
  {
    ...baseProperties,
    employee: Relation,
    balance: Nullable(Type.Number()),
    used: Nullable(Type.Number()),
    policy_type: Nullable(OpenEnum(...TIME_OFF_WORDS)),
  },
  { $id: 'TimeOffBalance', additionalProperties: false },
);
export type TimeOffBalance = Static<typeof TimeOffBalance>;
export type TimeOffBalanceFields = FieldsOf<typeof TimeOffBalance, 'employee'>;
