import type { Generated } from 'kysely';
import type { Timestamp } from './columns.ts';

export interface LogInsTable {
  id: string;
  linked_account_id: string;
  link_session_id: string | null;
  sealed_user_name: Buffer;
  sealed_password: Buffer;
  sealed_authenticator_secret: Buffer;
  password_fingerprint: Buffer;
  code_fingerprint: Buffer;
  open_attempts: Generated<number>;
  last_code_step: number | null;
  sealed_remote_session: Buffer | null;
  created_at: Timestamp;
}

export interface RefusedLogInsTable {
  linked_account_id: string;
  fingerprint: Buffer;
  refused_at: Timestamp;
}

export interface OauthGrantsTable {
  id: string;
  linked_account_id: string;
  link_session_id: string | null;
  state: 'pending' | 'active' | 'ended' | 'revoking';
  sealed_access_token: Buffer;
  access_issued_at: Timestamp;
  access_expires_at: Timestamp;
  sealed_refresh_token: Buffer | null;
  refresh_expires_at: Timestamp | null;
  scopes: string[];
  due_at: Timestamp;
  failure_count: Generated<number>;
  refresh_started_at: Timestamp | null;
  lease_token: Generated<number>;
  lease_until: Timestamp | null;
  created_at: Timestamp;
}

export interface SourceEventsTable {
  integration: string;
  event_id: string;
  received_at: Timestamp;
}

export interface HubHandoversTable {
  token_hash: Buffer;
  organization_id: string;
  integration: string;
  expires_at: Timestamp;
  used_at: Timestamp | null;
  linked_account_id: string | null;
}
