import { Type } from 'typebox';
import { DateTime, Nullable, Uuid } from '../../hris/model/index.ts';
import { OneOf } from './parts.ts';

const closed = { additionalProperties: false };

const described = {
  url: { description: 'https, on the public Internet, port 443 or from 1024 up.', maxLength: 2000 },
  eventFilter: { description: 'Event types, a family such as `employee.*`, or `*` for all.', maxItems: 100 },
  format: { description: '`standard`, or the wire format `merge`. It stays for the life of the endpoint.' },
  payload: { description: '`full`, or `thin`: type, time and ids alone.' },
  accounts: { description: 'Only events of these linked accounts; null: of all.', maxItems: 500 },
};

const EventFilter = Type.Array(Type.String(), described.eventFilter);
const Accounts = Nullable(Type.Array(Uuid, described.accounts));

const endpointProperties = {
  id: Uuid,
  url: Type.String(),
  description: Nullable(Type.String()),
  event_filter: EventFilter,
  format: Type.Unsafe<'standard' | 'merge'>({ ...OneOf('standard', 'merge'), ...described.format }),
  payload: Type.Unsafe<'full' | 'thin'>({ ...OneOf('full', 'thin'), ...described.payload }),
  linked_account_ids: Accounts,
  custom_header_names: Type.Array(Type.String(), {
    description: 'Sent with every request; their values are never shown.',
    examples: [['authorization']],
  }),
  status: OneOf('enabled', 'disabled'),
  disabled_reason: Nullable(
    Type.String({
      description: '`by_request`, `gone` (the receiver said 410) or `failing` (only failures for five days).',
    }),
  ),
  failing_since: Nullable(DateTime),
  created_at: DateTime,
  modified_at: DateTime,
};

export const WebhookEndpoint = Type.Object(endpointProperties, { $id: 'WebhookEndpoint', ...closed });

/** The secret is shown this once. */
export const NewWebhookEndpoint = Type.Object(
  { ...endpointProperties, secret: Type.String() },
  { $id: 'NewWebhookEndpoint', ...closed },
);

export const WebhookSecret = Type.Object(
  { secret: Type.String({ description: 'Shown in this answer only.' }) },
  { $id: 'WebhookSecret', ...closed },
);

export const WebhookEventType = Type.Object(
  {
    type: Type.String(),
    description: Type.String({ description: 'When it is sent.' }),
    merge_event: Nullable(
      Type.String({ description: 'Its name in the format `merge`; null: it is not sent in that format.' }),
    ),
    example: Type.Record(Type.String(), Type.Unknown(), {
      description: '`data` of the body, made up.',
      examples: [{ is_test: true }],
    }),
  },
  { $id: 'WebhookEventType', ...closed },
);

const Url = Type.String(described.url);
const CustomHeaders = Type.Record(Type.String(), Type.String(), {
  description:
    'At most 10, name to value: tokens of RFC 9110, visible ASCII. Replaces those of before; what frames, names or signs the request is refused.',
  examples: [{ authorization: 'Bearer example' }],
});

const changeable = {
  description: Type.Optional(Nullable(Type.String({ maxLength: 500 }))),
  event_filter: Type.Optional(EventFilter),
  payload: Type.Optional(endpointProperties.payload),
  linked_account_ids: Type.Optional(
    Type.Union([Type.Array(Type.String(), described.accounts), Type.Null()], { examples: [null] }),
  ),
  custom_headers: Type.Optional(CustomHeaders),
};

export const CreateWebhookEndpoint = Type.Object({
  url: Url,
  ...changeable,
  format: Type.Optional(endpointProperties.format),
});

export const UpdateWebhookEndpoint = Type.Object({
  url: Type.Optional(Url),
  ...changeable,
  status: Type.Optional(OneOf('enabled', 'disabled')),
});

export const TestWebhookEndpoint = Type.Object({
  type: Type.Optional(
    Type.String({
      description:
        'Any event type; left out: `webhook_endpoint.test`, or `employee.updated` in the format `merge`.',
      examples: ['employee.updated'],
    }),
  ),
});

export const WEBHOOK_ENDPOINT_COMPONENTS = [
  WebhookEndpoint,
  NewWebhookEndpoint,
  WebhookSecret,
  WebhookEventType,
];
