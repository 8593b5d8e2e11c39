import { Type, type Static } from 'typebox';
import { baseProperties, Nullable, Relation, type FieldsOf } from './common.ts';

export const Team = Type.Object(
  { ...baseProperties, name: Nullable(Type.String()), parent_team: Relation },
  { $id: 'Team', additionalProperties: false },
);
export type Team = Static<typeof Team>;
export type TeamFields = FieldsOf<typeof Team, 'parent_team'>;
