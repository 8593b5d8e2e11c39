import { Type, type Static } from 'typebox';
import { baseProperties, Nullable, type FieldsOf } from './common.ts';

export const PayGroup = Type.Object(
  { ...baseProperties, pay_group_name: Nullable(Type.String()) },
  { $id: 'PayGroup', additionalProperties: false },
);
export type PayGroup = Static<typeof PayGroup>;
export type PayGroupFields = FieldsOf<typeof PayGroup, never>;
