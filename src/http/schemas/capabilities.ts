import { Type } from 'typebox';
import { OneOf } from './parts.ts';

export const Capability = Type.Object(
  {
    connection_method: OneOf('service_account', 'credentials', 'oauth'),
    capability: Type.String(),
    permissions: Type.Array(Type.String(), {
      description: 'Permissions or scopes, spelled as the source spells them; all of them are needed.',
    }),
    unlocks: Type.String(),
    reason: Type.String(),
    fix: Type.String(),
    is_required: Type.Boolean(),
    feeds: Type.Array(Type.String(), { description: 'Models that can not be read without it.' }),
  },
  { $id: 'Capability', additionalProperties: false },
);
