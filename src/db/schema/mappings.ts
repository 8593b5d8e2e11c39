import type { GeneratedTimestamp, Json, Timestamp } from './columns.ts';

export interface FieldTargetsTable {
  id: string;
  organization_id: string;
  /** Null: a target of all of the organization's accounts. */
  linked_account_id: string | null;
  model: string;
  name: string;
  description: string;
  created_at: GeneratedTimestamp;
}

export interface FieldMappingsTable {
  id: string;
  linked_account_id: string;
  target_id: string;
  model: string;
  remote_method: string;
  remote_url_path: string;
  traversal_path: Json<(string | number)[]>;
  jmes_path: string | null;
  created_at: GeneratedTimestamp;
  modified_at: GeneratedTimestamp;
}

/** A call to the source that is made by a job. */
export interface PassthroughReceiptsTable {
  id: string;
  organization_id: string;
  linked_account_id: string;
  sealed_request: Buffer;
  answered_at: Timestamp | null;
  sealed_answer: Buffer | null;
  error_kind: string | null;
  error_code: string | null;
  error_message: string | null;
  created_at: Timestamp;
  expires_at: Timestamp;
}
