import { sql } from 'kysely';
import { openIssue, resolveIssues } from '../accounts/index.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { appendRunEvent } from './record-events.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { SyncRun } from './sync-run.ts';

export const STALE_ISSUE = 'data_stale';
const BATCH_ACCOUNTS = 200;

interface StaleAccount {
  id: string;
  organization_id: string;
  data_fresh_as_of: string;
  is_source_away: boolean;
}

/** Opens an issue for every account that fails, or whose source is left alone, and whose records are getting old. */
export async function reportStaleAccounts(deps: Pick<SyncDeps, 'db' | 'clock' | 'config'>): Promise<void> {
  await inTransaction(deps.db, async (trx) => {
    for (const account of await findStale(trx, deps)) {
      const scope = { organizationId: account.organization_id, linkedAccountId: account.id };
      await openIssue(trx, scope, { code: STALE_ISSUE, description: describe(account) });
    }
  });
}

/**
 * The account was read whole again. Where its records had become old the partner is told that they are not any more: a
 * failure that was short is over with `sync.completed`.
 */
export async function endStaleness(trx: Trx, run: SyncRun): Promise<void> {
  if (run.isTargeted) return;
  const [over] = await resolveIssues(trx, run.scope, STALE_ISSUE);
  if (!over) return;
  await appendRunEvent(trx, run, 'linked_account.recovered', {
    reason: STALE_ISSUE,
    since: toApiTimestamp(over.first_incident_time),
  });
}

async function findStale(
  trx: Trx,
  { clock, config }: Pick<SyncDeps, 'clock' | 'config'>,
): Promise<StaleAccount[]> {
  const now = clock.now();
  const { rows } = await sql<StaleAccount>`
    select account.id, account.organization_id, account.data_fresh_as_of, breaker.opened_at is not null as is_source_away
      from linked_accounts account
      left join account_health health on health.linked_account_id = account.id and health.failing_since is not null
      left join source_breakers breaker on breaker.integration = account.integration
     where (health.linked_account_id is not null or breaker.integration is not null)
       and account.status = 'COMPLETE' and account.paused_at is null
       and account.data_fresh_as_of < ${now}::timestamptz - make_interval(secs =>
             greatest(${config.sync.pacing.staleAfterSeconds}, 3 * account.sync_interval_seconds)::double precision)
       and not exists (select from issues issue
                        where issue.linked_account_id = account.id and issue.code = ${STALE_ISSUE}
                          and issue.status = 'ONGOING')
     limit ${BATCH_ACCOUNTS} for no key update of account skip locked`.execute(trx);
  return rows;
}

function describe({ data_fresh_as_of, is_source_away }: StaleAccount): string {
  const why = is_source_away
    ? 'The source is away for many accounts and is tried again by itself.'
    : 'Every run since has failed; another issue of this account says why, where a person can do something.';
  return `The records are those of ${toApiTimestamp(data_fresh_as_of)}: the source was not read whole since. ${why} They are served until it is.`;
}
