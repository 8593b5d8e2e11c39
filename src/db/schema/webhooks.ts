import type { ColumnType, Generated } from 'kysely';
import type { Timestamp } from './columns.ts';

export interface OutboxEventsTable {
  id: string;
  organization_id: string;
  linked_account_id: string | null;
  type: string;
  /** What it tells beside the record; an event that names no record holds all of it. */
  data: ColumnType<unknown, string, string>;
  /** The state that it tells: the record's while it has this sequence, a version's later. */
  record_id: Generated<string | null>;
  record_sequence: Generated<number | null>;
  occurred_at: Timestamp;
  dispatched_at: Timestamp | null;
  sync_run_id: Generated<string | null>;
  position: Generated<number | null>;
}

/** How far an organization's change feed was deleted. */
export interface ChangeFeedsTable {
  organization_id: string;
  deleted_to: number;
}

export interface WebhookEndpointsTable {
  id: string;
  organization_id: string;
  url: string;
  description: string | null;
  event_filter: string[];
  sealed_secret: Buffer;
  status: 'enabled' | 'disabled';
  disabled_reason: string | null;
  failing_since: Timestamp | null;
  created_at: Timestamp;
  modified_at: Timestamp;
}

/** Says for one linked account whether an event goes to an endpoint. */
export interface WebhookReceiversTable {
  linked_account_id: string;
  organization_id: string;
  endpoint_id: string | null;
  event: string;
  is_active: boolean;
  modified_at: Timestamp;
}

export interface WebhookDeliveriesTable {
  id: string;
  organization_id: string;
  endpoint_id: string;
  event_id: string;
  state: 'pending' | 'succeeded' | 'failed';
  attempt_count: Generated<number>;
  next_attempt_at: Timestamp | null;
  lease_until: Timestamp | null;
  lease_token: Generated<number>;
  created_at: Timestamp;
  finished_at: Timestamp | null;
}

export interface DeliveryAttemptsTable {
  delivery_id: string;
  attempt_number: number;
  started_at: Timestamp;
  duration_ms: number;
  status_code: number | null;
  failure: string | null;
}
