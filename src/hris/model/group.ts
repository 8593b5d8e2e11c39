import { Type, type Static } from 'typebox';
import { baseProperties, Nullable, OpenEnum, Relation, type FieldsOf } from './common.ts';

export const Group = Type.Object(
  {
    ...baseProperties,
    parent_group: Relation,
    name: Nullable(Type.String()),
    type: Nullable(OpenEnum('TEAM', 'DEPARTMENT', 'COST_CENTER', 'BUSINESS_UNIT', 'GROUP')),
    is_commonly_used_as_team: Nullable(Type.Boolean()),
  },
  { $id: 'Group', additionalProperties: false },
);
export type Group = Static<typeof Group>;
export type GroupFields = FieldsOf<typeof Group, 'parent_group'>;
