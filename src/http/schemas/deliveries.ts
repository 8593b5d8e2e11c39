import { Type } from 'typebox';
import { DateTime, Nullable, Uuid } from '../../hris/model/index.ts';
import { Component, OneOf } from './parts.ts';

const closed = { additionalProperties: false };

const attemptProperties = {
  attempt_number: Type.Integer(),
  started_at: DateTime,
  duration_ms: Type.Integer(),
  status_code: Nullable(Type.Integer({ description: 'Null: no answer came.' })),
  failure: Nullable(
    Type.String({
      description: 'What went wrong instead of an answer, such as `timeout`, `dns`, `refused_address`.',
    }),
  ),
};

const Attempt = Type.Object(attemptProperties, { $id: 'WebhookAttempt', ...closed });

const AttemptDetails = Type.Object(
  {
    ...attemptProperties,
    answer: Nullable(
      Type.String({
        description: 'The first 16,384 bytes of what the receiver said; null: nothing, or forgotten.',
      }),
    ),
  },
  { $id: 'WebhookAttemptDetails', ...closed },
);

export const DeliveryState = OneOf('pending', 'succeeded', 'failed');

const deliveryProperties = {
  id: Uuid,
  endpoint_id: Uuid,
  event_id: Uuid,
  event_type: Type.String(),
  linked_account_id: Nullable(Uuid),
  state: DeliveryState,
  attempt_count: Type.Integer(),
  next_attempt_at: Nullable(DateTime),
  created_at: DateTime,
  finished_at: Nullable(DateTime),
};

export const WebhookDelivery = Type.Object(
  { ...deliveryProperties, attempts: Type.Array(Component(Attempt)) },
  { $id: 'WebhookDelivery', ...closed },
);

export const WebhookDeliveryDetails = Type.Object(
  { ...deliveryProperties, attempts: Type.Array(Component(AttemptDetails)) },
  { $id: 'WebhookDeliveryDetails', ...closed },
);

export const ReplayChoice = OneOf('failed', 'all');

export const WebhookReplay = Type.Object(
  {
    id: Uuid,
    endpoint_id: Uuid,
    since: DateTime,
    until: DateTime,
    which: ReplayChoice,
    event_types: Nullable(Type.Array(Type.String())),
    state: OneOf('running', 'done'),
    event_count: Type.Integer({ description: 'Events of the time that were looked at.' }),
    queued_count: Type.Integer({
      description: 'Of them, those that are sent again, or for the first time.',
    }),
    pending_count: Type.Integer({ description: 'Of them, those that were about to be sent anyway.' }),
    created_at: DateTime,
    finished_at: Nullable(DateTime),
  },
  { $id: 'WebhookReplay', ...closed },
);

export const DELIVERY_COMPONENTS = [
  Attempt,
  AttemptDetails,
  WebhookDelivery,
  WebhookDeliveryDetails,
  WebhookReplay,
];
