import { Type } from 'typebox';
import { DateTime, Nullable } from '../../hris/model/index.ts';
import { Component, OneOf } from './parts.ts';

const closed = { additionalProperties: false };
export const ConnectionMethod = OneOf('service_account', 'credentials', 'oauth');

const Permission = Type.Object(
  {
    capability: Type.String(),
    permissions: Type.Array(Type.String()),
    unlocks: Type.String(),
    reason: Type.String(),
    fix: Type.String(),
    is_required: Type.Boolean(),
    state: OneOf('granted', 'missing', 'unknown'),
    checked_at: Nullable(DateTime),
  },
  { $id: 'LinkSessionPermission', ...closed },
);

/** What the modal shows; see linking/session-view.ts. */
export const LinkSessionAnswer = Type.Object(
  {
    state: OneOf(
      'awaiting_consent',
      'awaiting_invitation',
      'awaiting_credentials',
      'awaiting_authorization',
      'accepting_invitation',
      'verifying_permissions',
      'awaiting_company',
      'awaiting_permissions',
      'linked',
      'failed',
      'expired',
    ),
    state_entered_at: DateTime,
    organization: Type.Object({ name: Type.String(), support_contact: Nullable(Type.String()) }, closed),
    employer_name: Type.String(),
    integration: Type.Object({ name: Type.String(), slug: Type.String() }, closed),
    service_account: Type.Object(
      {
        first_name: Type.String(),
        last_name: Type.String(),
        email: Type.String(),
        form: Type.Array(
          Type.Object({ label: Type.String(), value: Type.String(), is_copyable: Type.Boolean() }, closed),
        ),
      },
      closed,
    ),
    permissions: Type.Array(Component(Permission)),
    problem: Nullable(
      Type.Object({ code: Type.String(), message: Type.String(), fix: Type.String() }, closed),
    ),
    sync: Nullable(
      Type.Object(
        {
          state: Type.String(),
          employees: Nullable(Type.Integer()),
          started_at: Nullable(DateTime),
          finished_at: Nullable(DateTime),
        },
        closed,
      ),
    ),
    company_name: Nullable(Type.String()),
    method: ConnectionMethod,
    methods: Type.Array(ConnectionMethod),
    companies: Type.Array(Type.Object({ id: Type.String(), name: Type.String() }, closed)),
  },
  { $id: 'LinkSession', ...closed },
);

export const LINK_SESSION_COMPONENTS = [Permission, LinkSessionAnswer];
