import { Type, type Static } from 'typebox';
import { baseProperties, Nullable, OpenEnum, type FieldsOf } from './common.ts';

export const Location = Type.Object(
  {
    ...baseProperties,
    name: Nullable(Type.String()),
    phone_number: Nullable(Type.String()),
    street_1: Nullable(Type.String()),
    street_2: Nullable(Type.String()),
    city: Nullable(Type.String()),
    state: Nullable(Type.String()),
    zip_code: Nullable(Type.String()),
    /** ISO 3166-1 alpha-2. */
    country: Nullable(Type.String()),
    location_type: Nullable(OpenEnum('HOME', 'WORK')),
  },
  { $id: 'Location', additionalProperties: false },
);
export type Location = Static<typeof Location>;
export type LocationFields = FieldsOf<typeof Location, never>;
