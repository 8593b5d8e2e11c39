import type { Generated } from 'kysely';
import type { Timestamp } from './columns.ts';

export interface SourceUsageTable {
  linked_account_id: string;
  day: string;
  what: 'sign_in' | 'report';
  count: number;
}

export interface PasswordAgesTable {
  id: string;
  linked_account_id: string;
  expires_at: Timestamp | null;
  next_check_at: Timestamp;
  sealed_new_password: Buffer | null;
  lease_token: Generated<number>;
  lease_until: Timestamp | null;
}
