import type { Generated } from 'kysely';
import type { GeneratedTimestamp } from './columns.ts';

export interface AuditEventsTable {
  id: string;
  organization_id: string;
  linked_account_id: string | null;
  actor_kind: 'api_key' | 'link_session' | 'employer_page' | 'command_line' | 'system';
  actor_id: string | null;
  actor_name: string | null;
  ip_address: string | null;
  event_type: string;
  description: string;
  record_model: string | null;
  record_ids: Generated<string[]>;
  created_at: GeneratedTimestamp;
}
