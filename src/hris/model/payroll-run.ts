import { Type, type Static } from 'typebox';
import { baseProperties, DateTime, Nullable, OpenEnum, type FieldsOf } from './common.ts';

export const PayrollRun = Type.Object(
  {
    ...baseProperties,
    run_state: Nullable(OpenEnum('PAID', 'DRAFT', 'APPROVED', 'FAILED', 'CLOSED')),
    run_type: Nullable(OpenEnum('REGULAR', 'OFF_CYCLE', 'CORRECTION', 'TERMINATION', 'SIGN_ON_BONUS')),
    start_date: Nullable(DateTime),
    end_date: Nullable(DateTime),
    check_date: Nullable(DateTime),
  },
  { $id: 'PayrollRun', additionalProperties: false },
);
export type PayrollRun = Static<typeof PayrollRun>;
export type PayrollRunFields = FieldsOf<typeof PayrollRun, never>;
