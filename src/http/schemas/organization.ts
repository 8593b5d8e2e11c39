import { Type } from 'typebox';
import { DateTime, Nullable, Uuid } from '../../hris/model/index.ts';
import { NotificationMode, SyncInterval } from './accounts.ts';
import { ConnectionMethod } from './link-session.ts';
import { Language } from './language.ts';
import { ModelScopeRequest } from './scopes.ts';

const closed = { additionalProperties: false };

const ChosenLanguage = Language(
  'What admins of employers are spoken to in, unless the link token asks for another; null: English.',
);

const ConnectionMethods = Nullable(
  Type.Array(ConnectionMethod, {
    minItems: 1,
    maxItems: 3,
    description: 'The ways in that employers may take; null: all that are switched on in the deployment.',
  }),
);

export const Organization = Type.Object(
  {
    id: Uuid,
    name: Type.String(),
    branding: Type.Object(
      {
        service_first_name: Type.String({
          description: "First name of the service account in the employer's Justworks.",
        }),
        logo_url: Nullable(Type.String()),
        color: Nullable(Type.String()),
        support_contact: Nullable(Type.String()),
      },
      closed,
    ),
    allowed_origins: Type.Array(
      Type.String({ description: 'Exact origin of pages that may frame the modal.' }),
    ),
    notification_addresses: Type.Array(Type.String(), {
      description: "Who gets mail about what is not one account's, such as a disabled webhook endpoint.",
    }),
    hub_page_url: Nullable(
      Type.String({
        description: "Where employers land who start at the source's own list of integrations.",
      }),
    ),
    connection_methods: ConnectionMethods,
    defaults: Type.Object(
      {
        sync_interval_seconds: Nullable(SyncInterval),
        notification_mode: Nullable(NotificationMode),
        time_zone: Nullable(Type.String()),
        language: Nullable(ChosenLanguage),
      },
      { ...closed, description: 'What new accounts begin with; null: as the deployment says.' },
    ),
    created_at: DateTime,
  },
  { $id: 'Organization', ...closed },
);

const Url = Nullable(Type.String({ minLength: 1, maxLength: 2000 }));

export const OrganizationPatch = Type.Object({
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })),
  branding: Type.Optional(
    Type.Object({
      service_first_name: Type.Optional(Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })),
      logo_url: Type.Optional(Url),
      color: Type.Optional(
        Nullable(Type.String({ pattern: '^#[0-9A-Fa-f]{6}$', description: 'As in #1f6feb.' })),
      ),
      support_contact: Type.Optional(
        Nullable(
          Type.String({ minLength: 1, maxLength: 320, description: 'Address or page that the modal shows.' }),
        ),
      ),
    }),
  ),
  allowed_origins: Type.Optional(Type.Array(Type.String({ maxLength: 300 }), { maxItems: 100 })),
  notification_addresses: Type.Optional(
    Type.Array(Type.String({ format: 'email', maxLength: 320 }), { maxItems: 20 }),
  ),
  hub_page_url: Type.Optional(Url),
  connection_methods: Type.Optional(ConnectionMethods),
  defaults: Type.Optional(
    Type.Object({
      sync_interval_seconds: Type.Optional(Nullable(SyncInterval)),
      notification_mode: Type.Optional(Nullable(NotificationMode)),
      time_zone: Type.Optional(
        Nullable(Type.String({ minLength: 1, maxLength: 100, description: 'As in America/New_York.' })),
      ),
      language: Type.Optional(Nullable(ChosenLanguage)),
      scopes: Type.Optional(
        Nullable(
          Type.Array(ModelScopeRequest, {
            maxItems: 100,
            description:
              'What differs from `GET /hris/v1/default-scopes`; null: everything but what is sensitive.',
          }),
        ),
      ),
    }),
  ),
});
