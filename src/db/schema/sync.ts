import type { ColumnType, Generated } from 'kysely';
import type { GeneratedTimestamp, Timestamp } from './columns.ts';

export type SyncRunState =
  'queued' | 'running' | 'succeeded' | 'partially_succeeded' | 'unchanged' | 'held' | 'failed';
export type SyncTrigger = 'link' | 'schedule' | 'request' | 'follow_up' | 'source_event';
export type ModelCounts = Record<
  string,
  { added: number; updated: number; deleted: number; unchanged: number; skipped: number }
>;

export interface SyncRunsTable {
  id: string;
  linked_account_id: string;
  organization_id: string;
  state: SyncRunState;
  trigger: SyncTrigger;
  is_initial: boolean;
  is_rerun_requested: Generated<boolean>;
  is_rerun_targeted: Generated<boolean>;
  lease_token: Generated<number>;
  lease_until: Timestamp | null;
  attempt_count: Generated<number>;
  staged_at: Timestamp | null;
  source_hash: Buffer | null;
  source_summary: ColumnType<unknown, string | null, string | null>;
  counts: ColumnType<ModelCounts | null, string | null, string | null>;
  error_code: string | null;
  error_message: string | null;
  queued_at: GeneratedTimestamp;
  enqueued_at: GeneratedTimestamp;
  started_at: Timestamp | null;
  finished_at: Timestamp | null;
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
  fields: ColumnType<Record<string, unknown>, string, string>;
  fields_hash: Buffer;
  refs: ColumnType<Record<string, unknown>, string, string>;
  enum_origins: ColumnType<Record<string, string> | null, string | null, string | null>;
  remote_data: ColumnType<unknown, string | null, string | null>;
  kept_fields: Generated<string[]>;
  candidates: ColumnType<unknown, string | null, string | null>;
  claimed_ids: Generated<string[]>;
  record_id: string | null;
  person_id: string | null;
  relations: ColumnType<Record<string, unknown> | null, string | null, string | null>;
  fingerprint: Buffer | null;
  action: 'create' | 'update' | 'refresh' | 'none' | null;
  problem: StageProblem | null;
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
  /** A second row under one source key. */
  | 'duplicate_key';
