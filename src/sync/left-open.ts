import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { RUNS_UNTIL_DELETED } from './gone-records.ts';
import { PERMISSION_ISSUE } from './record-permissions.ts';
import { STALE_ISSUE } from './stale-accounts.ts';
import { HEALED_BY_ENTERING, HEALED_BY_READING } from './sync-issues.ts';
import type { SyncRun } from './sync-run.ts';

/** What earlier runs may have left behind, for a good one to end. */
export interface LeftOpen {
  hasIssues: boolean;
  hasMissedPeople: boolean;
  isFailureNotified: boolean;
  isBreakerOpen: boolean;
}

const ENDED_BY_RUNS = [...HEALED_BY_ENTERING, ...HEALED_BY_READING, PERMISSION_ISSUE, STALE_ISSUE];

/**
 * Nearly always nothing: one look then spares an unchanged run a statement for each. Comes after the run has written the
 * account's row, which whoever finds the records old waits for or leaves alone.
 */
export async function findLeftOpen(trx: Trx, { scope, account }: SyncRun): Promise<LeftOpen> {
  const { organizationId, linkedAccountId } = scope;
  const { rows } = await sql<LeftOpen>`
    select exists (select from issues
                    where organization_id = ${organizationId} and linked_account_id = ${linkedAccountId}
                      and status = 'ONGOING' and code = any(${ENDED_BY_RUNS}::text[])) as "hasIssues",
           exists (select from employees
                    where linked_account_id = ${linkedAccountId} and not remote_was_deleted
                      and missed_runs between 1 and ${RUNS_UNTIL_DELETED - 1}::integer) as "hasMissedPeople",
           exists (select from notifications
                    where organization_id = ${organizationId} and linked_account_id = ${linkedAccountId}
                      and kind = 'failure' and ended_at is null) as "isFailureNotified",
           exists (select from source_breakers
                    where integration = ${account.reference.integration}) as "isBreakerOpen"`.execute(trx);
  return rows[0]!;
}
