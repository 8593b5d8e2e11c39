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

export const IssueStatus = OneOf('ONGOING', 'RESOLVED');

export const Issue = Type.Object(
  {
    id: Uuid,
    linked_account_id: Uuid,
    code: Type.String(),
    subject: Nullable(Type.String()),
    status: IssueStatus,
    error_description: Type.String(),
    error_details: Type.Array(Type.String()),
    end_user: Type.Object(
      {
        origin_id: Type.String(),
        organization_name: Nullable(Type.String()),
        email_address: Nullable(Type.String()),
      },
      closed,
    ),
    is_muted: Type.Boolean(),
    first_incident_time: DateTime,
    last_incident_time: DateTime,
    resolved_at: Nullable(DateTime),
  },
  { $id: 'Issue', ...closed },
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
  Issue,
  HealthReport,
];
