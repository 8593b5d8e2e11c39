import { Type } from 'typebox';
import { DateTime, Nullable, Uuid } from '../../hris/model/index.ts';
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

export const LinkSessionState = OneOf(
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
);

/** What the modal shows; see linking/session-view.ts. */
export const LinkSessionAnswer = Type.Object(
  {
    state: LinkSessionState,
    state_entered_at: DateTime,
    organization: Type.Object(
      {
        name: Type.String(),
        support_contact: Nullable(Type.String()),
        logo_url: Nullable(Type.String()),
        color: Nullable(Type.String()),
      },
      closed,
    ),
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
    scopes: Type.Array(
      Type.Object(
        { model: Type.String(), title: Type.String(), fields: Type.Array(Type.String()) },
        { ...closed, description: 'What will be read, in words.' },
      ),
    ),
    agreement: Type.String({ description: 'Stands for exactly these scopes; given back with the consent.' }),
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

/** What the partner sees of it; see linking/list-link-sessions.ts. */
export const LinkSessionOverview = Type.Object(
  {
    id: Uuid,
    linked_account_id: Uuid,
    end_user_origin_id: Type.String(),
    end_user_organization_name: Nullable(Type.String()),
    state: LinkSessionState,
    connection_method: ConnectionMethod,
    state_entered_at: DateTime,
    last_error: Nullable(
      Type.Object(
        {
          code: Type.String(),
          message: Type.String({ description: 'As the modal says it to the admin.' }),
          fix: Type.String({ description: 'What the admin is asked to do.' }),
        },
        closed,
      ),
    ),
    is_relink: Type.Boolean(),
    consented_at: Nullable(DateTime),
    token_expires_at: DateTime,
    created_at: DateTime,
    ended_at: Nullable(DateTime),
  },
  { $id: 'LinkSessionOverview', ...closed },
);

export const LINK_SESSION_COMPONENTS = [LinkSessionOverview, Permission, LinkSessionAnswer];
