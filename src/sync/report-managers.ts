import { sql } from 'kysely';
import { openIssue, resolveIssues, type NewIssue } from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';
import type { Coverage } from './coverage.ts';
import type { ReadingCheck } from './data-quality-checks.ts';
import { storeCheck } from './data-quality-store.ts';
import { countInManagerCycles } from './manager-cycles.ts';
import { organizationHeadSql } from './organization-head.ts';
import { namedPersonSql } from './relation-queries.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/** Issues about who reports to whom, in numbers. */
export async function reportManagers(trx: Trx, run: SyncRun, coverage: Coverage): Promise<void> {
  const { unresolved, ambiguous, heads } = await countNamedManagers(trx, run, coverage);
  await keepCheck(trx, run, unresolved, {
    code: 'manager_unresolved',
    description: 'Some employees report to somebody who is not in the roster, or to themselves.',
  });
  await keepCheck(trx, run, ambiguous, {
    code: 'manager_ambiguous',
    description:
      'Some employees report to somebody whom several people in the roster could be. Their manager stays empty. ' +
      'Give the managers a work e-mail at the source, or names that are told apart.',
  });
  await keepCheck(trx, run, await countInManagerCycles(trx, run), {
    code: 'manager_cycle',
    description:
      'Some employees report to each other in a circle; they keep their managers as the source says. If one of them heads ' +
      'the organization, name that person: PATCH /api/v1/linked-accounts/{id} with organization_head.',
  });
  const isHeadUnknown = run.account.organizationHead !== null && heads === 0;
  await keepIssue(trx, run, isHeadUnknown ? null : 0, {
    code: 'organization_head_unknown',
    description:
      'The organization head that is set is nobody in the roster, or several people. Set organization_head to a work e-mail.',
  });
}

/** A number that stands among the account's data quality too. */
async function keepCheck(
  trx: Trx,
  run: SyncRun,
  count: number,
  issue: NewIssue & { code: ReadingCheck },
): Promise<void> {
  await storeCheck(trx, run, issue.code, { affected: count, total: null });
  await keepIssue(trx, run, count, issue);
}

/** @param count of employees; null where there is nothing to count */
async function keepIssue(trx: Trx, run: SyncRun, count: number | null, issue: NewIssue): Promise<void> {
  const details = count === null ? [] : [`${issue.code}: ${count} employees`];
  if (count === 0) await resolveIssues(trx, run.scope, issue.code);
  else await openIssue(trx, run.scope, { ...issue, details });
}

interface NamedManagers {
  unresolved: number;
  ambiguous: number;
  /** People who are the organization's head by the setting: one or none. */
  heads: number;
}

/** The head's own manager is left out on purpose. */
async function countNamedManagers(trx: Trx, run: SyncRun, coverage: Coverage): Promise<NamedManagers> {
  const { rows } = await sql<NamedManagers>`
    with named as materialized (${namedPersonSql(run, 'employee', 'manager', coverage)}),
    head as materialized (${organizationHeadSql(run)}),
    open as (
      select named.people from named
        join sync_stage s on ${stageRows(run, 's', 'employee')} and s.ordinal = named.ordinal
        left join head on head.ordinal = named.ordinal
       where head.ordinal is null and s.relations->>'manager' is null)
    select count(*) filter (where people <= 1) as unresolved, count(*) filter (where people > 1) as ambiguous,
           (select count(ordinal) from head) as heads
      from open`.execute(trx);
  return rows[0]!;
}
