import type { Generated } from 'kysely';
import type { GeneratedTimestamp, Timestamp } from './columns.ts';

export interface OrganizationsTable {
  id: string;
  name: string;
  service_first_name: string;
  allowed_origins: Generated<string[]>;
  support_contact: string | null;
  hub_page_url: string | null;
  created_at: GeneratedTimestamp;
}

export interface ApiKeysTable {
  id: string;
  organization_id: string;
  name: string;
  environment: 'test' | 'live';
  prefix: string;
  key_hash: Buffer;
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
