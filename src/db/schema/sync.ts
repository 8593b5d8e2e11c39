import type { ColumnType, Generated } from 'kysely';
import type { GeneratedTimestamp, Timestamp } from './columns.ts';

export type SyncRunState =
  | 'queued'
  | 'running'
  | 'succeeded'
  | 'partially_succeeded'
  | 'unchanged'
  | 'held'
  | 'discarded'
  | 'superseded'
  | 'failed';
export type SyncTrigger = 'link' | 'schedule' | 'request' | 'follow_up' | 'source_event';
export type ModelCounts = Record<
  string,
  { added: number; updated: number; deleted: number; unchanged: number; skipped: number }
>;

/** What a run changed, in numbers. Models and fields that nothing happened to are left out. */
export interface ChangeSummary {
  models: Record<string, { added: number; updated: number; deleted: number; fields: Record<string, number> }>;
  /** Lifecycle events by type. */
  lifecycle: Record<string, number>;
}

export interface DataQualityCountsTable {
  linked_account_id: string;
  check_name: string;
  affected_count: number;
  total_count: number | null;
  affected_since: Timestamp | null;
  measured_at: Timestamp;
  sync_run_id: string;
}

/** Why a run was held: a guard's code, and counts and names of columns. */
export interface RunFinding {
  code: string;
  detail: string;
}

export interface SyncRunsTable {
  id: string;
  linked_account_id: string;
  organization_id: string;
  state: SyncRunState;
  trigger: SyncTrigger;
  is_initial: boolean;
  lease_token: Generated<number>;
  lease_until: Timestamp | null;
  attempt_count: Generated<number>;
  staged_at: Timestamp | null;
  source_hash: Buffer | null;
  source_rows_digest: Buffer | null;
  source_summary: ColumnType<unknown, string | null, string | null>;
  counts: ColumnType<ModelCounts | null, string | null, string | null>;
  change_summary: ColumnType<ChangeSummary | null, string | null | undefined, string | null>;
  error_code: string | null;
  error_message: string | null;
  due_at: Timestamp | null;
  queued_at: GeneratedTimestamp;
  enqueued_at: GeneratedTimestamp;
  started_at: Timestamp | null;
  finished_at: Timestamp | null;
  diff_hash: Buffer | null;
  released_at: Timestamp | null;
  superseded_by: string | null;
  findings: ColumnType<RunFinding[] | null, string | null, string | null>;
  finding_hash: Buffer | null;
  understood_by: ColumnType<unknown, string | null, string | null>;
  /** The account's scopes by which it staged. */
  scopes_version: Generated<number>;
}

/** One more reading was asked for while the run was at work. */
export interface SyncRequestsTable {
  linked_account_id: string;
  sync_run_id: string;
  is_targeted: boolean;
  asked_at: GeneratedTimestamp;
}

export interface SyncStageTable {
  linked_account_id: string;
  sync_run_id: string;
  model: string;
  ordinal: number;
  candidate_id: string;
  source_key: string | null;
  owner_ordinal: number | null;
  remote_id: string | null;
  person_remote_id: string | null;
  work_id: string | null;
  work_email: string | null;
  personal_email: string | null;
  name_key: string | null;
  birth_date: string | null;
  effective_date: string | null;
  source_status: string | null;
  start_date: string | null;
  termination_date: string | null;
  employment_status: string | null;
  missing_fields: string[] | null;
  fields_hash: Buffer;
  beside_hash: Buffer;
  /** Over what is sealed beside the record; null: nothing. */
  sealed_hash: Buffer | null;
  refs: ColumnType<Record<string, unknown>, string, string>;
  kept_fields: string[] | null;
  row_fingerprint: Buffer | null;
  contents_run_id: string | null;
  contents_ordinal: number | null;
  candidates: ColumnType<unknown, string | null, string | null>;
  claimed_ids: string[] | null;
  record_id: string | null;
  person_id: string | null;
  relations: ColumnType<Record<string, unknown> | null, string | null, string | null>;
  fingerprint: Buffer | null;
  action: 'create' | 'update' | 'refresh' | 'none' | null;
  problem: StageProblem | null;
  failed_mappings: string[] | null;
}

/** The stage that an account's next reading is compared with: that of the run that was applied last. */
export interface StageBasesTable {
  linked_account_id: string;
  sync_run_id: string;
  rows_digest: Buffer;
  rows_key: string;
  staged_by: Buffer;
}

/** What the source says in each row of the stage; written once. */
export interface SyncStageContentsTable {
  linked_account_id: string;
  sync_run_id: string;
  model: string;
  ordinal: number;
  own_fields: string;
  lines: ColumnType<unknown, string | null, string | null>;
  typed: (string | null)[];
  enum_origins: ColumnType<Record<string, string>, string, string>;
  remote_data: ColumnType<unknown, string, string>;
  /** Base64 by field. */
  sealed_fields: ColumnType<Record<string, string> | null, string | null, string | null>;
  field_mappings: string | null;
}

export type StageProblem =
  /** Signals point to several people, or contradict each other. */
  | 'identity_ambiguous'
  /** Two rows claim one person. */
  | 'duplicate_claim'
  /** Nobody knows the row's person, but one who looks the same is gone. */
  | 'maybe_same_person'
  /** Nothing in the row says who it is about. */
  | 'unidentifiable'
  /** Belongs to a person whose row has a problem. */
  | 'person_doubtful'
  /** Belongs to nobody in this roster. */
  | 'person_unknown'
  /** Belongs to somebody who is known and gone from this roster. */
  | 'person_left'
  /** Is of somebody of whom nothing may be stored, and says nothing but that. */
  | 'ignored'
  /** A second row under one source key. */
  | 'duplicate_key';
