import { Type, type Static } from 'typebox';
import { baseProperties, DateTime, Nullable, OpenEnum, Relation, Uuid, type FieldsOf } from './common.ts';

export const Employee = Type.Object(
  {
    ...baseProperties,
    employee_number: Nullable(Type.String()),
    company: Relation,
    first_name: Nullable(Type.String()),
    last_name: Nullable(Type.String()),
    preferred_name: Nullable(Type.String()),
    display_full_name: Nullable(Type.String()),
    username: Nullable(Type.String()),
    groups: Nullable(Type.Array(Uuid)),
    work_email: Nullable(Type.String()),
    personal_email: Nullable(Type.String()),
    mobile_phone_number: Nullable(Type.String()),
    employments: Nullable(Type.Array(Uuid)),
    home_location: Relation,
    work_location: Relation,
    manager: Relation,
    team: Relation,
    pay_group: Relation,
    ssn: Nullable(Type.String()),
    gender: Nullable(OpenEnum('MALE', 'FEMALE', 'NON-BINARY', 'OTHER', 'PREFER_NOT_TO_DISCLOSE')),
    ethnicity: Nullable(
      OpenEnum(
        'AMERICAN_INDIAN_OR_ALASKA_NATIVE',
        'ASIAN_OR_INDIAN_SUBCONTINENT',
        'BLACK_OR_AFRICAN_AMERICAN',
        'HISPANIC_OR_LATINO',
        'NATIVE_HAWAIIAN_OR_OTHER_PACIFIC_ISLANDER',
        'TWO_OR_MORE_RACES',
        'WHITE',
        'PREFER_NOT_TO_DISCLOSE',
      ),
    ),
    marital_status: Nullable(
      OpenEnum(
        'SINGLE',
        'MARRIED_FILING_JOINTLY',
        'MARRIED_FILING_SEPARATELY',
        'HEAD_OF_HOUSEHOLD',
        'QUALIFYING_WIDOW_OR_WIDOWER_WITH_DEPENDENT_CHILD',
      ),
    ),
    date_of_birth: Nullable(DateTime),
    hire_date: Nullable(DateTime),
    start_date: Nullable(DateTime),
    remote_created_at: Nullable(DateTime),
    employment_status: Nullable(OpenEnum('ACTIVE', 'PENDING', 'INACTIVE')),
    termination_date: Nullable(DateTime),
    avatar: Nullable(Type.String()),
    custom_fields: Nullable(Type.Record(Type.String(), Type.Unknown())),
  },
  { $id: 'Employee', additionalProperties: false },
);
export type Employee = Static<typeof Employee>;

/** Filled in by the sync, because only it knows the ids. */
export type EmployeeRelation =
  'company' | 'groups' | 'employments' | 'home_location' | 'work_location' | 'manager' | 'team' | 'pay_group';
export type EmployeeFields = FieldsOf<typeof Employee, EmployeeRelation>;
