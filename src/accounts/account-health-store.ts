import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import type { AccountScope } from './issues.ts';

/** How reading an account goes, and how its source does. Timestamps are the database's text. */
export interface AccountHealth {
  consecutiveFailures: number;
  failingSince: string | null;
  /** Code and subject of the failure that the partner was told of. */
  failureTold: string | null;
  /** The source asked to be left alone until then. */
  notBefore: string | null;
  /** Since when the source is left alone for all accounts; null: it is not. */
  sourceRestsSince: string | null;
  /** When one run tries the source again. */
  sourceProbeAt: string | null;
  /** A run tries the source at this moment. */
  isSourceProbed: boolean;
}

interface HealthRow {
  consecutive_failures: number | null;
  failing_since: string | null;
  failure_told: string | null;
  not_before: string | null;
  opened_at: string | null;
  probe_at: string | null;
  is_probed: boolean;
}

const WELL: HealthRow = {
  consecutive_failures: null,
  failing_since: null,
  failure_told: null,
  not_before: null,
  opened_at: null,
  probe_at: null,
  is_probed: false,
};

export async function readHealth(db: Db | Trx, scope: AccountScope): Promise<AccountHealth> {
  const { rows } = await sql<HealthRow>`
    select health.consecutive_failures, health.failing_since, health.failure_told, health.not_before,
           breaker.opened_at, breaker.probe_at,
           exists (select from sync_runs probe
                    where probe.id = breaker.probe_run_id and probe.state in ('queued', 'running')) as is_probed
      from linked_accounts account
      left join account_health health on health.linked_account_id = account.id
      left join source_breakers breaker on breaker.integration = account.integration
     where account.organization_id = ${scope.organizationId} and account.id = ${scope.linkedAccountId}`.execute(
    db,
  );
  const row = rows[0] ?? WELL;
  return {
    consecutiveFailures: row.consecutive_failures ?? 0,
    failingSince: row.failing_since,
    failureTold: row.failure_told,
    notBefore: row.not_before,
    sourceRestsSince: row.opened_at,
    sourceProbeAt: row.probe_at,
    isSourceProbed: row.is_probed,
  };
}

/** The source named a time: nobody asks anything of it for this account before. */
export async function noteSourceAsksToWait(db: Db | Trx, scope: AccountScope, until: Date): Promise<void> {
  await sql`
    insert into account_health as health (linked_account_id, integration, not_before)
    select id, integration, ${until}::timestamptz from linked_accounts
     where organization_id = ${scope.organizationId} and id = ${scope.linkedAccountId}
    on conflict (linked_account_id) do update
       set not_before = greatest(health.not_before, excluded.not_before)`.execute(db);
}
