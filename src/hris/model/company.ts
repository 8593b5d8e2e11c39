import { Type, type Static } from 'typebox';
import { baseProperties, Nullable, type FieldsOf } from './common.ts';

export const Company = Type.Object(
  {
    ...baseProperties,
    legal_name: Nullable(Type.String()),
    display_name: Nullable(Type.String()),
    eins: Nullable(Type.Array(Type.String())),
  },
  { $id: 'Company', additionalProperties: false },
);
export type Company = Static<typeof Company>;
export type CompanyFields = FieldsOf<typeof Company, never>;
