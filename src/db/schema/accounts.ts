import type { ColumnType, Generated } from 'kysely';
import type { GeneratedTimestamp, Timestamp } from './columns.ts';

export type LinkedAccountStatus = 'COMPLETE' | 'INCOMPLETE' | 'RELINK_NEEDED' | 'IDLE';
export type ConnectionMethod = 'service_account' | 'credentials' | 'oauth';

/** When the account's notification addresses are written to: per changed run, once a day, or of failures only. */
export type NotificationMode = 'changes' | 'daily' | 'failures';

/** What a report looked like when it was last accepted, by report name. */
export type SourceShapes = Record<string, { columns: string[]; endsWithNewline: boolean }>;

export interface LinkedAccountsTable {
  id: string;
  /** Null while the account is being erased: whoever asks by an organization, as requests do, never meets that. */
  organization_id: ColumnType<string, string, string | null>;
  integration: string;
  end_user_origin_id: string;
  end_user_organization_name: string | null;
  end_user_email_address: string | null;
  status: LinkedAccountStatus;
  status_detail: string | null;
  connection_method: ConnectionMethod;
  remote_company_id: string | null;
  remote_company_name: string | null;
  sealed_remote_tax_id: Buffer | null;
  time_zone: Generated<string>;
  sync_interval_seconds: number;
  next_sync_at: Timestamp | null;
  data_fresh_as_of: Timestamp | null;
  source_shapes: ColumnType<SourceShapes, string | undefined, string>;
  source_hash: Buffer | null;
  applied_method: ConnectionMethod | null;
  next_clock_at: GeneratedTimestamp;
  paused_at: Timestamp | null;
  source_rows_digest: Buffer | null;
  notification_addresses: Generated<string[]>;
  notification_mode: Generated<NotificationMode>;
  last_digest_on: string | null;
  organization_head: string | null;
  /** Counts up with every change of the account's field mappings. */
  field_mappings_version: Generated<number>;
  account_token_hash: Buffer | null;
  sealed_account_token: Buffer | null;
  /** See hris/scopes.ts; null: nobody has chosen. */
  scopes: ColumnType<unknown, string | null | undefined, string | null>;
  scopes_version: Generated<number>;
  /** Up to this version, what is stored has been brought in line. */
  scopes_applied_version: Generated<number>;
  /** `Employee.work_email`: what records are known by of which hashes are stored. */
  keyed_fields: Generated<string[]>;
  previous_account_token_hash: Buffer | null;
  previous_account_token_expires_at: Timestamp | null;
  is_test_account: boolean;
  required_capabilities: string[] | null;
  created_at: GeneratedTimestamp;
  completed_at: Timestamp | null;
  disconnected_at: Timestamp | null;
  retention_due_at: GeneratedTimestamp;
  history_kept_from: Timestamp | null;
}

export interface ModelCoverageTable {
  linked_account_id: string;
  model: string;
  is_covered: boolean;
  data_fresh_as_of: Timestamp | null;
  failure_code: string | null;
}

export interface DataKeysTable {
  id: string;
  linked_account_id: string;
  wrapped_key: Buffer;
  key_encryption_key_id: string;
  created_at: GeneratedTimestamp;
}

/** What a person may answer: whom one row of the source is about. */
export interface IssueQuestion {
  kind: 'maybe_same_person' | 'identity_ambiguous' | 'duplicate_claim';
  /** Names the row: base64url of a keyed hash. */
  row_key: string;
  record_ids: string[];
}

export interface IdentityAnswersTable {
  linked_account_id: string;
  row_key: Buffer;
  action: 'same' | 'different';
  record_ids: string[];
  issue_id: string;
  answered_at: Timestamp;
}

export interface IssuesTable {
  id: string;
  organization_id: string;
  /** Null: it is about the organization. */
  linked_account_id: string | null;
  code: string;
  subject: Generated<string>;
  error_description: string;
  error_details: Generated<string[]>;
  status: 'ONGOING' | 'RESOLVED';
  is_muted: Generated<boolean>;
  is_source_notice: Generated<boolean>;
  reminded_days: Generated<number>;
  question: ColumnType<IssueQuestion | null, string | null | undefined, string | null>;
  first_incident_time: Timestamp;
  last_incident_time: Timestamp;
  resolved_at: Timestamp | null;
}
