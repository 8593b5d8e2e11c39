import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { ConnectionMethod, LinkedAccountStatus, NotificationMode } from '../db/schema/accounts.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import { notFound } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';
import { readHealth, type AccountHealth } from './account-health-store.ts';
import type { AccountScope } from './issues.ts';

interface AccountRow {
  id: string;
  integration: string;
  end_user_origin_id: string;
  end_user_organization_name: string | null;
  end_user_email_address: string | null;
  status: LinkedAccountStatus;
  status_detail: string | null;
  connection_method: ConnectionMethod;
  is_test_account: boolean;
  created_at: string;
  completed_at: string | null;
  organization_head: string | null;
  time_zone: string;
  sync_interval_seconds: number;
  notification_addresses: string[];
  notification_mode: NotificationMode;
  required_capabilities: string[] | null;
  next_sync_at: string | null;
  paused_at: string | null;
  data_fresh_as_of: string | null;
}

interface OpenRun {
  id: string;
  state: 'queued' | 'running';
}

/**
 * One linked account: its settings, when it is read next, and how reading it goes.
 * @throws AppError not_found
 */
export async function describeAccount(
  deps: { db: Db; config: { sync: { pacing: { failuresUntilBreak: number } } } },
  scope: AccountScope,
) {
  if (!isUuid(scope.linkedAccountId)) throw notFound('linked account');
  const account = await readAccount(deps.db, scope);
  const health = await readHealth(deps.db, scope);
  const { created_at, completed_at, next_sync_at, paused_at, data_fresh_as_of, ...rest } = account;
  return {
    ...rest,
    created_at: toApiTimestamp(created_at),
    completed_at: toTime(completed_at),
    // While it is paused nothing is due, whatever stands in the schedule.
    next_sync_at: paused_at === null ? toTime(next_sync_at) : null,
    paused_at: toTime(paused_at),
    data_fresh_as_of: toTime(data_fresh_as_of),
    open_run: await findOpenRun(deps.db, scope),
    failures: toFailures(health, deps.config.sync.pacing.failuresUntilBreak),
    source: { is_left_alone: health.sourceRestsSince !== null, since: toTime(health.sourceRestsSince) },
  };
}

function toFailures(health: AccountHealth, failuresUntilBreak: number) {
  return {
    consecutive: health.consecutiveFailures,
    since: toTime(health.failingSince),
    last_told: health.failureTold,
    not_before: toTime(health.notBefore),
    is_breaker_open: health.consecutiveFailures >= failuresUntilBreak,
  };
}

async function readAccount(db: Db, scope: AccountScope): Promise<AccountRow> {
  const { rows } = await sql<AccountRow>`
    select id, integration, end_user_origin_id, end_user_organization_name, end_user_email_address, status, status_detail,
           connection_method, is_test_account, created_at, completed_at, organization_head, time_zone,
           sync_interval_seconds, notification_addresses, notification_mode, required_capabilities, next_sync_at, paused_at, data_fresh_as_of
      from linked_accounts
     where organization_id = ${scope.organizationId} and id = ${scope.linkedAccountId}`.execute(db);
  if (!rows[0]) throw notFound('linked account');
  return rows[0];
}

async function findOpenRun(db: Db, scope: AccountScope): Promise<OpenRun | null> {
  const { rows } = await sql<OpenRun>`
    select id, state from sync_runs
     where organization_id = ${scope.organizationId} and linked_account_id = ${scope.linkedAccountId}
       and state in ('queued', 'running')`.execute(db);
  return rows[0] ?? null;
}

const toTime = (timestamp: string | null): string | null =>
  timestamp === null ? null : toApiTimestamp(timestamp);
