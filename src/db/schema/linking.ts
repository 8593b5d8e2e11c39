import type { ColumnType, Generated } from 'kysely';
import type { Language } from '../../lib/language.ts';
import type { ConnectionMethod } from './accounts.ts';
import type { Json, Timestamp } from './columns.ts';

export interface LinkSessionsTable {
  id: string;
  organization_id: string;
  linked_account_id: string;
  state: string;
  state_entered_at: Timestamp;
  last_error_code: string | null;
  consented_at: Timestamp | null;
  scopes: ColumnType<unknown, string | null | undefined, string | null>;
  consented_scopes: ColumnType<unknown, string | null | undefined, string | null>;
  token_expires_at: Timestamp;
  public_token_hash: Buffer | null;
  public_token_expires_at: Timestamp | null;
  public_token_used_at: Timestamp | null;
  lease_token: Generated<number>;
  lease_until: Timestamp | null;
  created_at: Timestamp;
  ended_at: Timestamp | null;
  connection_method: Generated<ConnectionMethod>;
  is_from_hub: Generated<boolean>;
  authorization_state_hash: Buffer | null;
  authorization_state_expires_at: Timestamp | null;
  sealed_authorization_code: Buffer | null;
  authorization_code_exchanged_at: Timestamp | null;
  company_choices: ColumnType<CompanyChoice[] | null, string | null | undefined, string | null>;
  chosen_company_id: string | null;
  turns: ColumnType<Record<string, string>, string | undefined, string>;
  found_company: ColumnType<FoundCompany | null, string | null | undefined, string | null>;
  sealed_found_tax_id: Buffer | null;
  asked_language: Language | null;
  chosen_language: Language | null;
  retry_at: Timestamp | null;
  retry_count: Generated<number>;
  misaddressed_at: Timestamp | null;
  is_admin_link_hidden: Generated<boolean>;
  admin_links_end_at: Timestamp | null;
  is_replacement: Generated<boolean>;
}

export interface AdminLinksTable {
  linked_account_id: string;
  id: string;
  link_session_id: string;
  channel: 'copy' | 'mail';
  sealed_recipient: Buffer | null;
  created_at: Timestamp;
  sent_at: Timestamp | null;
}

export interface CompanyChoice {
  id: string;
  name: string;
}

/** What the check met, as the admin is shown it. */
export interface FoundCompany extends CompanyChoice {
  /** People counted; null where the source doesn't tell. */
  people_count: number | null;
  /** A directory lists some of the people only; null where none were counted, absent in rows of before. */
  people_counted_in?: 'roster' | 'directory' | null;
}

/** Rows are added and never changed. */
export interface ConsentsTable {
  id: string;
  organization_id: string;
  linked_account_id: string;
  link_session_id: string;
  given_at: Timestamp;
  person_name: string;
  told_email: string | null;
  employer_name: string;
  connection_method: ConnectionMethod;
  language: Language;
  scopes: ColumnType<unknown, string, never>;
  text: string;
  text_hash: Buffer;
}

export interface ServiceEmailsTable {
  linked_account_id: string;
  local_part: string;
  created_at: Timestamp;
  accepts_mail_until: Timestamp | null;
  replaced_local_part: string | null;
  replaced_at: Timestamp | null;
}

export interface InboundMessagesTable {
  id: string;
  linked_account_id: string;
  received_at: Timestamp;
  content_hash: Buffer;
  sealed_message: Buffer | null;
  remote_ip: string | null;
  helo: string | null;
  envelope_sender: string | null;
  state: 'received' | 'accepted' | 'discarded' | 'held';
  reason: string | null;
  shape: ColumnType<unknown, string | null | undefined, string | null>;
  is_to_replaced: Generated<boolean>;
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
  is_replacement: Generated<boolean>;
}

export interface PermissionChecksTable {
  linked_account_id: string;
  capability: string;
  state: 'granted' | 'missing' | 'unknown';
  checked_at: Timestamp;
  lost_at: Timestamp | null;
}

export interface ConnectorOverridesTable {
  id: string;
  integration: string;
  patch: Json<Record<string, unknown>>;
  reason: string;
  approved_by: string;
  created_at: Timestamp;
  withdrawn_at: Timestamp | null;
  withdrawn_by: string | null;
}
