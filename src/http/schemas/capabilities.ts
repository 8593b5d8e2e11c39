import { Type } from 'typebox';
import { DateTime, Nullable } from '../../hris/model/index.ts';
import { ConnectionMethod } from './link-session.ts';
import { OneOf } from './parts.ts';

const texts = {
  capability: Type.String(),
  permissions: Type.Array(Type.String(), {
    description: 'Permissions or scopes, spelled as the source spells them; all of them are needed.',
  }),
  unlocks: Type.String(),
  reason: Type.String(),
  fix: Type.String(),
  is_required: Type.Boolean(),
  feeds: Type.Array(Type.String(), { description: 'Models that can not be read without it.' }),
};

export const Capability = Type.Object(
  { connection_method: ConnectionMethod, ...texts },
  { $id: 'Capability', additionalProperties: false },
);

/** A capability of one linked account, and what its source was last seen to grant. */
export const AccountPermission = Type.Object(
  {
    ...texts,
    state: OneOf('granted', 'missing', 'unknown'),
    checked_at: Nullable(DateTime),
    lost_at: Nullable(DateTime),
  },
  { $id: 'AccountPermission', additionalProperties: false },
);
