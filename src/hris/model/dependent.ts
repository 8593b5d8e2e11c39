import { Type } from 'typebox';
import { baseProperties, DateTime, Nullable, OpenEnum, Relation } from './common.ts';

export const Dependent = Type.Object(
  {
    ...baseProperties,
    first_name: Nullable(Type.String()),
    middle_name: Nullable(Type.String()),
    last_name: Nullable(Type.String()),
    relationship: Nullable(OpenEnum('CHILD', 'SPOUSE', 'DOMESTIC_PARTNER')),
    employee: Relation,
    date_of_birth: Nullable(DateTime),
    gender: Nullable(OpenEnum('MALE', 'FEMALE', 'NON-BINARY', 'OTHER', 'PREFER_NOT_TO_DISCLOSE')),
    phone_number: Nullable(Type.String()),
    home_location: Relation,
    is_student: Nullable(Type.Boolean()),
    ssn: Nullable(Type.String()),
  },
  { $id: 'Dependent', additionalProperties: false },
);
