import { Type, type Static } from 'typebox';
import { baseProperties, DateTime, Nullable, OpenEnum, Relation, type FieldsOf } from './common.ts';

export const TIME_OFF_WORDS = [
  'VACATION',
  'SICK',
  'PERSONAL',
  'JURY_DUTY',
  'VOLUNTEER',
  'BEREAVEMENT',
] as const;

export const TimeOff = Type.Object(
  {
    ...baseProperties,
    employee: Relation,
    approver: Relation,
    status: Nullable(OpenEnum('REQUESTED', 'APPROVED', 'DECLINED', 'CANCELLED', 'DELETED')),
    employee_note: Nullable(Type.String()),
    units: Nullable(OpenEnum('HOURS', 'DAYS')),
    amount: Nullable(Type.Number()),
    request_type: Nullable(OpenEnum(...TIME_OFF_WORDS)),
    start_time: Nullable(DateTime),
    end_time: Nullable(DateTime),
  },
  { $id: 'TimeOff', additionalProperties: false },
);
export type TimeOff = Static<typeof TimeOff>;
export type TimeOffFields = FieldsOf<typeof TimeOff, 'employee' | 'approver'>;
