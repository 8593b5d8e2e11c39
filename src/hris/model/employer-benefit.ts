import { Type } from 'typebox';
import { baseProperties, Nullable, OpenEnum } from './common.ts';

export const EmployerBenefit = Type.Object(
  {
    ...baseProperties,
    benefit_plan_type: Nullable(OpenEnum('MEDICAL', 'HEALTH_SAVINGS', 'INSURANCE', 'RETIREMENT', 'OTHER')),
    name: Nullable(Type.String()),
    description: Nullable(Type.String()),
    deduction_code: Nullable(Type.String()),
  },
  { $id: 'EmployerBenefit', additionalProperties: false },
);
