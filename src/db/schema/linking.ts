import type { Generated } from 'kysely';
import type { Timestamp } from './columns.ts';

export interface LinkSessionsTable {
  id: string;
  organization_id: string;
  linked_account_id: string;
  state: string;
  state_entered_at: Timestamp;
  last_error_code: string | null;
  consented_at: Timestamp | null;
  token_expires_at: Timestamp;
  public_token_hash: Buffer | null;
  public_token_expires_at: Timestamp | null;
  public_token_used_at: Timestamp | null;
  lease_token: Generated<number>;
  lease_until: Timestamp | null;
  created_at: Timestamp;
  ended_at: Timestamp | null;
}

export interface ServiceEmailsTable {
  linked_account_id: string;
  local_part: string;
  created_at: Timestamp;
  accepts_mail_until: Timestamp | null;
}

export interface InboundMessagesTable {
  id: string;
  linked_account_id: string;
  received_at: Timestamp;
  content_hash: Buffer;
  sealed_message: Buffer | null;
  remote_ip: string;
  helo: string;
  envelope_sender: string;
  state: 'received' | 'accepted' | 'discarded' | 'held';
  reason: string | null;
}

export interface ServiceAccountsTable {
  linked_account_id: string;
  user_name: string;
  sealed_invitation_url: Buffer | null;
  sealed_password: Buffer | null;
  password_set_at: Timestamp | null;
  sealed_authenticator_secret: Buffer | null;
  authenticator_confirmed_at: Timestamp | null;
  last_code_step: number | null;
  sealed_remote_session: Buffer | null;
  created_at: Timestamp;
}

export interface PermissionChecksTable {
  linked_account_id: string;
  capability: string;
  state: 'granted' | 'missing' | 'unknown';
  checked_at: Timestamp;
}
