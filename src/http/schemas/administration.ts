import { Type } from 'typebox';
import { DateTime, Nullable, Uuid } from '../../hris/model/index.ts';
import { OneOf } from './parts.ts';

const closed = { additionalProperties: false };

export const Role = OneOf('read', 'sensitive', 'operate', 'administer');
export const Roles = Type.Array(Role, {
  minItems: 1,
  maxItems: 4,
  description:
    'Each stands for itself: `read` reads, `sensitive` may ask for sensitive fields, `operate` links, syncs and keeps ' +
    'webhooks, `administer` keeps keys, settings and scopes, and erases.',
});
export const KeyName = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '\\S',
  description: 'What the key is for; one key of the organization has it.',
  examples: ['payroll back end'],
});

const apiKeyProperties = {
  id: Uuid,
  name: Type.String(),
  environment: OneOf('test', 'live'),
  prefix: Type.String({ description: 'The first characters of the key, to recognise it by.' }),
  roles: Roles,
  created_at: DateTime,
  last_used_at: Nullable(DateTime),
  previous_key_ends_at: Nullable(DateTime),
};

export const ApiKey = Type.Object(apiKeyProperties, { $id: 'ApiKey', ...closed });

/** The key is shown this once. */
export const NewApiKey = Type.Object(
  { ...apiKeyProperties, key: Type.String() },
  { $id: 'NewApiKey', ...closed },
);

export const RemoteKey = Type.Object(
  { name: Type.String(), key: Type.String({ description: 'Shown in this answer only.' }) },
  { $id: 'RemoteKey', ...closed },
);

export const AuditLogEvent = Type.Object(
  {
    id: Uuid,
    user_name: Nullable(Type.String({ description: 'The API key, as it was named then.' })),
    user_email: Nullable(Type.String({ description: 'Always null: keys act, not people.' })),
    role: OneOf('API', 'MEMBER', 'ADMIN', 'SYSTEM'),
    ip_address: Nullable(Type.String()),
    event_type: Type.String({ description: 'One of the words that the contract knows, or of ours.' }),
    event_description: Type.String(),
    created_at: DateTime,
  },
  { $id: 'AuditLogEvent', ...closed },
);

export const AuditEvent = Type.Object(
  {
    id: Uuid,
    linked_account_id: Nullable(Uuid),
    actor: Type.Object(
      {
        kind: OneOf('api_key', 'link_session', 'employer_page', 'command_line', 'system'),
        id: Nullable(Uuid),
        name: Nullable(Type.String()),
        ip_address: Nullable(Type.String()),
      },
      closed,
    ),
    event_type: Type.String(),
    description: Type.String(),
    model: Nullable(Type.String({ description: 'Of the records that were read or changed.' })),
    record_ids: Type.Array(Uuid),
    created_at: DateTime,
  },
  { $id: 'AuditEvent', ...closed },
);

export const ADMINISTRATION_COMPONENTS = [ApiKey, NewApiKey, RemoteKey, AuditLogEvent, AuditEvent];
