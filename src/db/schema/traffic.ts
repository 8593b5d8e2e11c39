import type { Timestamp } from './columns.ts';

export interface RateLimitBucketsTable {
  kind: 'api_key' | 'linked_account';
  subject_id: string;
  organization_id: string;
  tokens: number;
  refilled_at: Timestamp;
  granted: number;
}

export interface IdempotencyKeysTable {
  organization_id: string;
  route: string;
  key_hash: Buffer;
  linked_account_id: string | null;
  fingerprint: Buffer;
  lease_token: string | null;
  lease_until: Timestamp | null;
  sealed_answer: Buffer | null;
  expires_at: Timestamp;
}
