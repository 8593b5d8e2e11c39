import { sql } from 'kysely';
import type { SourceShapes } from '../db/schema/accounts.ts';
import type { SourceSummary } from '../hris/snapshot.ts';
import { toCoverage } from './coverage.ts';
import type { GuardInput } from './guards.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import { RECORD_PLANS } from './record-plans.ts';
import type { SyncDeps } from './sync-deps.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/** Fields whose loss for many people says that the source is broken, by their typed column. */
const WATCHED = {
  first_name: 'first_name',
  last_name: 'last_name',
  work_email: 'work_email',
  personal_email: 'personal_email',
  date_of_birth: 'birth_date',
  start_date: 'start_date',
  employment_status: 'employment_status',
  manager: 'manager_id',
  home_location: 'home_location_id',
  work_location: 'work_location_id',
};

export async function readGuardInput(
  deps: SyncDeps,
  run: SyncRun,
  summary: SourceSummary,
): Promise<GuardInput> {
  return await inLeasedTransaction(deps, run, async (trx) => {
    const { rows } = await sql<Omit<GuardInput, 'nulled' | 'reports' | 'acceptedShapes'>>`
      with seen as (select unnest(s.claimed_ids) as id from sync_stage s where ${stageRows(run, 's', 'employee')}),
      known as (
        select r.employment_status = 'ACTIVE' as is_active, seen.id is not null as is_seen
          from employees r left join (select distinct id from seen) seen on seen.id = r.id
         where r.linked_account_id = ${run.scope.linkedAccountId} and not r.remote_was_deleted)
      select (select count(*) from sync_stage s where ${stageRows(run, 's', 'employee')}) as "stagedEmployees",
             (select count(*) from sync_stage s where ${stageRows(run, 's', 'employment')}) as "stagedEmployments",
             (select count(*) from employments r
               where r.linked_account_id = ${run.scope.linkedAccountId} and not r.remote_was_deleted) as "knownEmployments",
             count(*) as "knownEmployees",
             count(*) filter (where is_active) as "activeEmployees",
             count(*) filter (where is_active and not is_seen) as "activeRemoved"
        from known`.execute(trx);
    const { rows: nulled } = await sql<{ nulled: GuardInput['nulled'] }>`
      select json_build_object(${sql.raw(nulledCounts())}) as nulled
        from sync_stage s
        join employees r on r.linked_account_id = ${run.scope.linkedAccountId} and r.id = s.record_id
       where ${stageRows(run, 's', 'employee')} and s.problem is null and not r.remote_was_deleted`.execute(
      trx,
    );
    const { models } = toCoverage(summary);
    return {
      ...rows[0]!,
      // Nobody is expected where the reading did not look.
      ...(!models.has('employee') && { knownEmployees: 0, activeEmployees: 0, activeRemoved: 0 }),
      ...(!models.has('employment') && { knownEmployments: 0 }),
      nulled: nulled[0]!.nulled,
      reports: summary.reports,
      acceptedShapes: toExpectedShapes(run, summary),
    };
  });
}

/** Of the reports that the same way in gave last, those that no missing permission keeps back; one may keep back others too. */
function toExpectedShapes(run: SyncRun, summary: SourceSummary): SourceShapes {
  const { appliedMethod, method, sourceShapes } = run.account;
  if (appliedMethod !== method) return {};
  const isThere = (report: string) => summary.reports.some((shape) => shape.report === report);
  const isKeptBack = run.isTargeted || (summary.missingCapabilities ?? []).length > 0;
  const expected = Object.entries(sourceShapes).filter(([report]) => isThere(report) || !isKeptBack);
  return Object.fromEntries(expected);
}

function nulledCounts(): string {
  const { columns } = RECORD_PLANS.find((plan) => plan.model === 'employee')!;
  return Object.entries(WATCHED)
    .map(([field, column]) => {
      const had = `count(*) filter (where r.${column} is not null)`;
      const lost = `count(*) filter (where r.${column} is not null and ${columns[column]} is null)`;
      return `'${field}', json_build_object('had', ${had}, 'lost', ${lost})`;
    })
    .join(', ');
}
