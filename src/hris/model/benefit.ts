import { Type } from 'typebox';
import { baseProperties, DateTime, Nullable, Relation } from './common.ts';

export const Benefit = Type.Object(
  {
    ...baseProperties,
    employee: Relation,
    provider_name: Nullable(Type.String()),
    benefit_plan_type: Nullable(Type.String()),
    employee_contribution: Nullable(Type.Number()),
    company_contribution: Nullable(Type.Number()),
    start_date: Nullable(DateTime),
    end_date: Nullable(DateTime),
    employer_benefit: Relation,
  },
  { $id: 'Benefit', additionalProperties: false },
);
