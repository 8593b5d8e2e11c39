import { Type } from 'typebox';
import { DateTime, Nullable, Uuid } from '../../hris/model/index.ts';
import { Component, OneOf } from './parts.ts';

const closed = { additionalProperties: false };
const endpointProperties = {
  id: Uuid,
  url: Type.String(),
  description: Nullable(Type.String()),
  event_filter: Type.Array(Type.String()),
  status: OneOf('enabled', 'disabled'),
  disabled_reason: Nullable(Type.String()),
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

const Attempt = Type.Object(
  {
    attempt_number: Type.Integer(),
    started_at: DateTime,
    duration_ms: Type.Integer(),
    status_code: Nullable(Type.Integer()),
    failure: Nullable(Type.String()),
  },
  { $id: 'WebhookAttempt', ...closed },
);

export const DeliveryState = OneOf('pending', 'succeeded', 'failed');

export const WebhookDelivery = Type.Object(
  {
    id: Uuid,
    endpoint_id: Uuid,
    event_id: Uuid,
    event_type: Type.String(),
    state: DeliveryState,
    attempt_count: Type.Integer(),
    next_attempt_at: Nullable(DateTime),
    created_at: DateTime,
    finished_at: Nullable(DateTime),
    attempts: Type.Array(Component(Attempt)),
  },
  { $id: 'WebhookDelivery', ...closed },
);

/** Whether an event of one linked account goes to an endpoint. */
export const WebhookReceiver = Type.Object(
  { event: Type.String(), is_active: Type.Boolean(), key: Nullable(Type.String()) },
  { $id: 'WebhookReceiver', ...closed },
);

const HealthStatus = OneOf('ok', 'degraded', 'failed');
export const HealthReport = Type.Object(
  {
    status: HealthStatus,
    checks: Type.Array(
      Type.Object({ name: Type.String(), status: HealthStatus, detail: Type.String() }, closed),
    ),
  },
  { $id: 'HealthReport', ...closed },
);

export const OPERATION_COMPONENTS = [
  WebhookEndpoint,
  NewWebhookEndpoint,
  Attempt,
  WebhookDelivery,
  WebhookReceiver,
  HealthReport,
];
