import type { Generated } from 'kysely';
import type { Timestamp } from './columns.ts';

/** How reading an account goes. Without a row nothing was read yet. */
export interface AccountHealthTable {
  linked_account_id: string;
  integration: string;
  consecutive_failures: Generated<number>;
  failing_since: Timestamp | null;
  failure_told: string | null;
  not_before: Timestamp | null;
  source_failed_at: Timestamp | null;
  source_reached_at: Timestamp | null;
}

/** A source that is left alone, because it is away for many accounts. Without a row all is well. */
export interface SourceBreakersTable {
  integration: string;
  opened_at: Timestamp;
  probe_at: Timestamp;
  failed_probes: Generated<number>;
  probe_run_id: string | null;
}
