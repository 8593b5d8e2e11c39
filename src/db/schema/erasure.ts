import type { Generated } from 'kysely';
import type { Json, Timestamp } from './columns.ts';

export interface ErasureReceiptsTable {
  id: string;
  organization_id: string;
  linked_account_id: string;
  subject: 'account' | 'records';
  requested_at: Timestamp;
  erased_at: Timestamp | null;
  access_ended_at: Timestamp | null;
  /** Rows by table. */
  counts: Generated<Record<string, number>>;
}

export interface RetiredServiceEmailsTable {
  local_part_hash: Buffer;
  retired_at: Timestamp;
}

/** By what the source's rows name a person, each a hash; null where the person had none. */
export interface HashedSignals {
  remoteId: string | null;
  workId: string | null;
  workEmail: string | null;
  personalEmail: string | null;
  nameKey: string | null;
  birthDate: string | null;
}

export interface IgnoredPeopleTable {
  linked_account_id: string;
  employee_id: string;
  is_for_good: boolean;
  ignored_at: Timestamp;
  signals: Json<HashedSignals & { isNameUnique: boolean }>;
  spellings: string[];
}
