import { Type } from 'typebox';
import { baseProperties, DateTime, Nullable, Relation } from './common.ts';

export const TimesheetEntry = Type.Object(
  {
    ...baseProperties,
    employee: Relation,
    hours_worked: Nullable(Type.Number()),
    start_time: Nullable(DateTime),
    end_time: Nullable(DateTime),
  },
  { $id: 'TimesheetEntry', additionalProperties: false },
);
