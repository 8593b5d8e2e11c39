import { Type } from 'typebox';
import { Nullable } from '../../hris/model/index.ts';
import { OneOf } from './parts.ts';

const closed = { additionalProperties: false };

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

export const OPERATION_COMPONENTS = [WebhookReceiver, HealthReport];
