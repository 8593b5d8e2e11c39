import type { ColumnType, Generated } from 'kysely';
import type { Language } from '../../lib/language.ts';
import type { ConnectionMethod, NotificationMode } from './accounts.ts';
import type { GeneratedTimestamp, Timestamp } from './columns.ts';

export interface OrganizationsTable {
  id: string;
  name: string;
  service_first_name: string;
  allowed_origins: Generated<string[]>;
  support_contact: string | null;
  hub_page_url: string | null;
  logo_url: Generated<string | null>;
  color: Generated<string | null>;
  connection_methods: Generated<ConnectionMethod[] | null>;
  default_sync_interval_seconds: Generated<number | null>;
  default_notification_mode: Generated<NotificationMode | null>;
  default_time_zone: Generated<string | null>;
  default_language: Generated<Language | null>;
  /** See hris/scopes.ts; null: nobody has chosen. */
  default_scopes: ColumnType<unknown, string | null | undefined, string | null>;
  /** Who is written to about what is not one account's. */
  notification_addresses: Generated<string[]>;
  created_at: GeneratedTimestamp;
}

type OptionalTimestamp = ColumnType<string | null, Date | string | null | undefined, Date | string | null>;

export interface ApiKeysTable {
  id: string;
  organization_id: string;
  name: string;
  environment: 'test' | 'live';
  prefix: string;
  key_hash: Buffer;
  roles: ('read' | 'sensitive' | 'operate' | 'administer')[];
  last_used_at: OptionalTimestamp;
  previous_key_hash: Generated<Buffer | null>;
  previous_key_expires_at: OptionalTimestamp;
  created_at: GeneratedTimestamp;
  revoked_at: Timestamp | null;
}

export interface OrganizationDataKeysTable {
  id: string;
  organization_id: string;
  wrapped_key: Buffer;
  key_encryption_key_id: string;
  created_at: GeneratedTimestamp;
}
