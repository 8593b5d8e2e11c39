import { sql } from 'kysely';
import type { SourceShapes } from '../db/schema/accounts.ts';
import type { SourceSummary } from '../hris/snapshot.ts';
import { calendarDateAt, type CalendarDate } from '../lib/calendar-date.ts';
import { toCoverage } from './coverage.ts';
import { IS_LEAVER, missedPeopleSql } from './gone-records.ts';
import type { GuardInput } from './guards.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import { EMPLOYEE_PLAN } from './record-plans.ts';
import { MISSED_FIELDS } from './staged-fields.ts';
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

const NOBODY_EXPECTED = { knownEmployees: 0, activeEmployees: 0, activeRemoved: 0, activeTerminated: 0 };

/** SQL: the calendar has ended the employment of the record `r`, so that its absence is no surprise. */
const hasLeft = (today: CalendarDate) => sql`(${IS_LEAVER} and r.termination_date < ${today}::date)`;

/** SQL: the row `s` ends the employment of the record `r`, which is more than the calendar reaching a known last day. */
const IS_ENDED_BY_ROW = sql.raw(`(
  (r.termination_date is null and s.termination_date >= coalesce(s.start_date, s.termination_date))
  or (s.employment_status = 'INACTIVE' and (s.termination_date is null or s.termination_date is distinct from r.termination_date)))`);

export async function readGuardInput(
  deps: SyncDeps,
  run: SyncRun,
  summary: SourceSummary,
): Promise<GuardInput> {
  const today = calendarDateAt(deps.clock.now(), run.account.timeZone);
  return await inLeasedTransaction(deps, run, async (trx) => {
    const { rows } = await sql<Omit<GuardInput, 'nulled' | 'reports' | 'acceptedShapes'>>`
      with known as (
        select r.employment_status = 'ACTIVE' as is_active, missed.id is not null and not ${hasLeft(today)} as is_removed,
               coalesce(${IS_ENDED_BY_ROW}, false) as is_terminated
          from employees r
          left join (${missedPeopleSql(run)}) missed on missed.id = r.id
          left join sync_stage s on ${stageRows(run, 's', 'employee')} and s.problem is null and s.record_id = r.id
         where r.linked_account_id = ${run.scope.linkedAccountId} and not r.remote_was_deleted and r.ignored_at is null)
      select (select count(*) from sync_stage s where ${stageRows(run, 's', 'employee')}) as "stagedEmployees",
             (select count(*) from sync_stage s where ${stageRows(run, 's', 'employment')}) as "stagedEmployments",
             (select count(*) from employments r
               where r.linked_account_id = ${run.scope.linkedAccountId} and not r.remote_was_deleted
                 and r.ignored_at is null) as "knownEmployments",
             count(*) as "knownEmployees",
             count(*) filter (where is_active) as "activeEmployees",
             count(*) filter (where is_active and is_removed) as "activeRemoved",
             count(*) filter (where is_active and is_terminated) as "activeTerminated"
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
      ...(!models.has('employee') && { ...NOBODY_EXPECTED }),
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
  const isKeptBack =
    run.isTargeted || (summary.missingCapabilities ?? []).length > 0 || (summary.failures ?? []).length > 0;
  const expected = Object.entries(sourceShapes).filter(([report]) => isThere(report) || !isKeptBack);
  return Object.fromEntries(expected);
}

function nulledCounts(): string {
  const { columns } = EMPLOYEE_PLAN;
  return Object.entries(WATCHED)
    .map(([field, column]) => {
      const had = `count(*) filter (where r.${column} is not null)`;
      const isMissed = (MISSED_FIELDS as readonly string[]).includes(field);
      const isLost = isMissed
        ? `coalesce('${field}' = any(s.missing_fields), false)`
        : `${columns[column]} is null`;
      const lost = `count(*) filter (where r.${column} is not null and ${isLost})`;
      return `'${field}', json_build_object('had', ${had}, 'lost', ${lost})`;
    })
    .join(', ');
}
