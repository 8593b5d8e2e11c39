import type { ColumnType, Generated } from 'kysely';
import type { GeneratedTimestamp, Timestamp } from './columns.ts';
import type { ChangeSummary } from './sync.ts';

export type NotificationKind =
  'run_changed' | 'run_held' | 'failure' | 'recovery' | 'reminder' | 'digest' | 'endpoint_disabled';

/** What is about one linked account. */
export type AccountNotificationKind = Exclude<NotificationKind, 'endpoint_disabled'>;

/** An issue as it stood when the notification was written. */
export interface NotedIssue {
  code: string;
  subject: string;
  description: string;
  /** Day (UTC) of its first incident. */
  since: string;
}

/** Codes, counts and ids of what happened. What a kind does not know is left out. */
export interface NotificationContent {
  syncRunId?: string;
  changes?: ChangeSummary;
  /** Why the run was held, each as code and numbers. */
  findings?: string[];
  code?: string;
  subject?: string;
  /** Of an endpoint. */
  host?: string;
  /** Of a daily summary: how many runs changed something, were held and failed. */
  runs?: { changed: number; held: number; failed: number };
  issues: NotedIssue[];
}

export interface NotificationsTable {
  id: string;
  organization_id: string;
  /** Null: it is about the organization. */
  linked_account_id: string | null;
  kind: NotificationKind;
  cause: string;
  content: ColumnType<NotificationContent, string, string>;
  occurred_at: GeneratedTimestamp;
  ended_at: Timestamp | null;
  dispatched_at: Timestamp | null;
  is_digest_due: Generated<boolean>;
}

export interface NotificationMailsTable {
  id: string;
  notification_id: string;
  organization_id: string;
  /** Null: it is about the organization. */
  linked_account_id: string | null;
  address: string;
  state: Generated<'pending' | 'sent' | 'given_up'>;
  attempt_count: Generated<number>;
  next_attempt_at: Timestamp | null;
  lease_until: Timestamp | null;
  lease_token: Generated<number>;
  failure: string | null;
  created_at: GeneratedTimestamp;
  finished_at: Timestamp | null;
}
