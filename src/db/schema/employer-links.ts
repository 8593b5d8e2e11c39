import type { Language } from '../../lib/language.ts';
import type { Timestamp } from './columns.ts';

export interface EmployerLinksTable {
  id: string;
  organization_id: string;
  linked_account_id: string;
  language: Language | null;
  created_at: Timestamp;
  expires_at: Timestamp;
  ended_at: Timestamp | null;
  sync_asked_at: Timestamp | null;
}
