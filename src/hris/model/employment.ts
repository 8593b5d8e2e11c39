import { Type, type Static } from 'typebox';
import { baseProperties, DateTime, Nullable, OpenEnum, Relation, type FieldsOf } from './common.ts';

export const Employment = Type.Object(
  {
    ...baseProperties,
    employee: Relation,
    job_title: Nullable(Type.String()),
    pay_rate: Nullable(Type.Number()),
    pay_period: Nullable(
      OpenEnum(
        'HOUR',
        'DAY',
        'WEEK',
        'EVERY_TWO_WEEKS',
        'SEMIMONTHLY',
        'MONTH',
        'QUARTER',
        'EVERY_SIX_MONTHS',
        'YEAR',
      ),
    ),
    pay_frequency: Nullable(
      OpenEnum(
        'WEEKLY',
        'BIWEEKLY',
        'MONTHLY',
        'QUARTERLY',
        'SEMIANNUALLY',
        'ANNUALLY',
        'THIRTEEN-MONTHLY',
        'PRO_RATA',
        'SEMIMONTHLY',
      ),
    ),
    /** ISO 4217. */
    pay_currency: Nullable(Type.String()),
    pay_group: Relation,
    flsa_status: Nullable(OpenEnum('EXEMPT', 'SALARIED_NONEXEMPT', 'NONEXEMPT', 'OWNER')),
    effective_date: Nullable(DateTime),
    employment_type: Nullable(OpenEnum('FULL_TIME', 'PART_TIME', 'INTERN', 'CONTRACTOR', 'FREELANCE')),
  },
  { $id: 'Employment', additionalProperties: false },
);
export type Employment = Static<typeof Employment>;
export type EmploymentFields = FieldsOf<typeof Employment, 'employee' | 'pay_group'>;
