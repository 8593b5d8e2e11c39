import { sql } from 'kysely';
import type { SourceBudgets } from '../config/config.ts';
import type { RemoteAccount } from '../connectors/contract.ts';
import { ConnectorError } from '../connectors/errors.ts';
import type { Db } from '../db/client.ts';
import type { Clock } from '../lib/clock.ts';
import { DAY_MS } from '../lib/duration.ts';
import type { AccountScope } from './issues.ts';

/** What was used is of interest for some weeks to whoever looks into a spent budget. */
const KEPT_DAYS = 35;

export interface BudgetDeps {
  db: Db;
  clock: Clock;
  config: { sync: { budgets: SourceBudgets } };
}

type Spending = Parameters<RemoteAccount['spend']>[0];

/**
 * Counts one sign-in or report against the account's budget of the day (UTC). Any number of workers may do it at once.
 * @throws ConnectorError budget_spent with the time until midnight UTC
 */
export async function spendBudget(deps: BudgetDeps, scope: AccountScope, what: Spending): Promise<void> {
  const now = deps.clock.now();
  const limit = limitOf(deps.config.sync.budgets, what);
  const count = await countOne(deps.db, scope, { what, day: utcDay(now), limit });
  if (count === undefined) throw spent(what, limit, now);
  if (count === 1) await sweepOld(deps.db, scope, utcDay(new Date(now.getTime() - KEPT_DAYS * DAY_MS)));
}

/**
 * Everybody sees the count at once, but it does not wait for the disk, which a report that was just written keeps busy: a
 * database that crashes within the second may forget one.
 * @returns undefined when the limit was reached before: nothing was counted then
 */
async function countOne(
  db: Db,
  scope: AccountScope,
  use: { what: Spending; day: string; limit: number },
): Promise<number | undefined> {
  const { rows } = await sql<{ count: number }>`
    with unhurried as materialized (select set_config('synchronous_commit', 'off', true))
    insert into source_usage (linked_account_id, day, what, count)
    select id, ${use.day}, ${use.what}, 1 from linked_accounts cross join unhurried
     where organization_id = ${scope.organizationId} and id = ${scope.linkedAccountId}
    on conflict (linked_account_id, day, what)
      do update set count = source_usage.count + 1 where source_usage.count < ${use.limit}
    returning count`.execute(db);
  return rows[0]?.count;
}

async function sweepOld(db: Db, scope: AccountScope, before: string): Promise<void> {
  await sql`
    delete from source_usage usage using linked_accounts account
     where usage.linked_account_id = account.id and account.organization_id = ${scope.organizationId}
       and account.id = ${scope.linkedAccountId} and usage.day < ${before}`.execute(db);
}

function spent(what: Spending, limit: number, now: Date): ConnectorError {
  const used = what === 'sign_in' ? `${limit} sign-ins` : `${limit} reports`;
  return new ConnectorError('budget_spent', `This account's ${used} of today (UTC) are used up.`, {
    subject: what,
    retryAfterMs: DAY_MS - (now.getTime() % DAY_MS),
  });
}

function limitOf(budgets: SourceBudgets, what: Spending): number {
  return what === 'sign_in' ? budgets.maxSignInsPerDay : budgets.maxReportsPerDay;
}

function utcDay(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
