import { Type } from 'typebox';
import { DateTime, Nullable } from '../../hris/model/index.ts';
import { OneOf } from './parts.ts';

const closed = { additionalProperties: false };

/** What a session says of its waiting; see linking/waiting-view.ts. */
export const waitingProperties = {
  retry_at: Nullable(DateTime),
  mail_notices: Type.Array(
    Type.Object(
      {
        code: OneOf(
          'not_authenticated',
          'unknown_link',
          'no_invitation',
          'already_accepted',
          'not_readable',
          'wrong_address',
        ),
        at: DateTime,
      },
      {
        ...closed,
        description: 'Mail that came while an invitation is waited for, and was none that can be used.',
      },
    ),
  ),
  admin_link: Nullable(
    Type.Object(
      { copies_left: Type.Integer(), mails_left: Type.Integer() },
      { ...closed, description: 'How often the session may still be given on to an administrator.' },
    ),
  ),
  replaced_service_email: Nullable(
    Type.String({ description: 'The address whose user this session replaces, or has replaced.' }),
  ),
  can_replace_service_account: Type.Boolean(),
};
