import { Type } from 'typebox';
import { DateTime, Nullable, Uuid } from '../../hris/model/index.ts';
import { Branding } from './branding.ts';
import { Language } from './language.ts';
import { waitingProperties } from './link-session-waiting.ts';
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
  'awaiting_confirmation',
  'awaiting_permissions',
  'linked',
  'failed',
  'expired',
);

const ConsentSection = Type.Object(
  {
    key: OneOf('who', 'what', 'often', 'never', 'stop'),
    title: Type.String(),
    text: Type.String(),
    emphasis: Nullable(Type.String({ description: 'What must not be overlooked.' })),
    groups: Type.Array(Type.Object({ title: Type.String(), fields: Type.String() }, closed), {
      description: 'Told field by field.',
    }),
  },
  closed,
);

const SessionConsent = Type.Object(
  {
    title: Type.String(),
    lead: Type.String(),
    sections: Type.Array(ConsentSection),
    statement: Type.String({ description: 'What the admin says by agreeing.' }),
    agreement: Type.String({ description: 'Stands for exactly this text; given back with the consent.' }),
  },
  { ...closed, description: 'What the admin is asked to agree to; null when it is not asked for.' },
);

/** What a link that has ended still tells; see linking/view-ended-link.ts. */
export const EndedLink = Type.Object(
  { language: Language('Of the link session.'), organization: Branding },
  { $id: 'EndedLink', ...closed },
);

/** What the modal shows; see linking/session-view.ts. */
export const LinkSessionAnswer = Type.Object(
  {
    state: LinkSessionState,
    state_entered_at: DateTime,
    ...waitingProperties,
    language: Language('What the words here are in.'),
    organization: Branding,
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
    consent: Nullable(SessionConsent),
    problem: Nullable(
      Type.Object({ code: Type.String(), message: Type.String(), fix: Type.String() }, closed),
    ),
    sync: Nullable(
      Type.Object(
        {
          state: Type.String(),
          phase: OneOf('queued', 'reading', 'applying', 'ended'),
          employees: Nullable(Type.Integer({ description: 'So far; in the end those of the roster.' })),
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
    company: Nullable(
      Type.Object(
        {
          id: Type.String(),
          name: Type.String(),
          people_count: Nullable(
            Type.Integer({ description: 'How many work there; null where it was not counted.' }),
          ),
          people_counted_in: Nullable(OneOf('roster', 'directory')),
        },
        {
          ...closed,
          description:
            'The company that was met, while it waits to be confirmed. A directory lists some of its people only.',
        },
      ),
    ),
    log_in: Nullable(
      Type.Object(
        { attempts_left: Type.Integer(), closed_until: Nullable(DateTime) },
        { ...closed, description: 'What may still be tried by a log-in.' },
      ),
    ),
    is_consent_needed: Type.Boolean({
      description: 'False in a relink whose consent was given before: see `/session/resume`.',
    }),
    relink: Nullable(
      Type.Object(
        {
          reason: Nullable(
            Type.String({ description: 'Such as `permission_lost`, `bad_credentials`, `disconnected`.' }),
          ),
          since: Nullable(DateTime),
          lost_permissions: Type.Array(Type.String()),
        },
        { ...closed, description: 'What happened to an account that was linked before.' },
      ),
    ),
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

export const LINK_SESSION_COMPONENTS = [EndedLink, LinkSessionOverview, Permission, LinkSessionAnswer];
