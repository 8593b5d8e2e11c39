import type { ColumnType, Generated } from 'kysely';
import type { GeneratedTimestamp, Timestamp } from './columns.ts';

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
  sync_run_id: Generated<string | null>;
}

/** The queue of the dispatcher: events that nobody was told of yet. The database fills it. */
export interface UndispatchedEventsTable {
  occurred_at: Timestamp;
  event_id: string;
}

/** Places in the change feed; an event has none before it is dispatched. */
export interface EventPositionsTable {
  event_id: string;
  organization_id: string;
  position: number;
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
  format: Generated<'standard' | 'merge'>;
  payload: Generated<'full' | 'thin'>;
  /** Null: every account of the organization. */
  linked_account_ids: Generated<string[] | null>;
  /** Names of the custom headers; their values are sealed. */
  header_names: Generated<string[]>;
  sealed_headers: Generated<Buffer | null>;
  status: 'enabled' | 'disabled';
  disabled_reason: string | null;
  failing_since: Timestamp | null;
  /** Attempts in a row to which no answer came. */
  failure_streak: Generated<number>;
  /** With a long streak: nothing is tried before. */
  paused_until: GeneratedTimestamp | null;
  created_at: Timestamp;
  modified_at: Timestamp;
}

/** Signs what is sent to the endpoint: the current one, and former ones until they expire. */
export interface WebhookEndpointSecretsTable {
  id: string;
  organization_id: string;
  endpoint_id: string;
  sealed: Buffer;
  created_at: Timestamp;
  /** Null: the current one. */
  expires_at: Timestamp | null;
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
  /** Attempts before the schedule began anew. */
  attempts_before: Generated<number>;
  created_at: Timestamp;
  finished_at: Timestamp | null;
  /** Of the last attempt, whose number is `attempt_count`; null: there was none. */
  attempted_at: GeneratedTimestamp | null;
  attempt_duration_ms: Generated<number | null>;
  attempt_status_code: Generated<number | null>;
  attempt_failure: Generated<string | null>;
  attempt_answer: Generated<string | null>;
}

/** What is still to be sent: one row for each delivery that is `pending`. */
export interface PendingDeliveriesTable {
  delivery_id: string;
  endpoint_id: string;
  next_attempt_at: Timestamp;
  lease_until: GeneratedTimestamp | null;
  /** Of one claim alone; null: it is nobody's. */
  lease_token: Generated<number | null>;
}

/** Attempts before the last one. `delivery_attempts` shows all of them in this shape. */
export interface FormerAttemptsTable {
  delivery_id: string;
  attempt_number: number;
  started_at: Timestamp;
  duration_ms: number;
  status_code: number | null;
  failure: string | null;
  /** The beginning of what the receiver said; null: nothing, or forgotten. */
  answer: string | null;
}

/** Events of a time that are sent to an endpoint again. */
export interface WebhookReplaysTable {
  id: string;
  organization_id: string;
  endpoint_id: string;
  since: Timestamp;
  until: Timestamp;
  which: 'failed' | 'all';
  /** Null: all that the endpoint gets. */
  event_types: string[] | null;
  state: 'running' | 'done';
  /** Places in the change feed: the next event that is looked at, and the last one of the time; null: there was none. */
  next_position: number | null;
  last_position: number | null;
  event_count: Generated<number>;
  queued_count: Generated<number>;
  pending_count: Generated<number>;
  created_at: Timestamp;
  finished_at: Timestamp | null;
}
