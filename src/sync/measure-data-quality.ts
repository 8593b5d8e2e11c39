import { sql } from 'kysely';
import { openIssue, resolveIssues } from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';
import { FIELD_CHECKS, isAskedSql, isMissingSql, type FieldCheck } from './data-quality-checks.ts';
import { storeCheck } from './data-quality-store.ts';
import type { SyncRun } from './sync-run.ts';

const MISSING_ISSUE = 'required_field_missing';

interface FieldCounts {
  total: number;
  affected: number;
}

/** Counts whose required fields are empty now, and opens and closes the issues that say so. One of them is enough. */
export async function measureDataQuality(trx: Trx, run: SyncRun): Promise<void> {
  const { hidden } = run.account;
  const isHidden = ({ field }: FieldCheck) =>
    hidden.models.has('employee') || hidden.fields.employee.has(field);
  for (const check of FIELD_CHECKS.filter(isHidden)) await dropCheck(trx, run, check);
  const checks = FIELD_CHECKS.filter((check) => !isHidden(check));
  if (checks.length === 0) return;
  const counts = await countMissing(trx, run, checks);
  for (const [index, check] of checks.entries()) {
    const { affected, total } = counts[index]!;
    await storeCheck(trx, run, check.name, { affected, total });
    if (check.advice !== null) await keepIssue(trx, run, check, { affected, total });
  }
}

/** What may not be read is missed by nobody. */
async function dropCheck(trx: Trx, run: SyncRun, { name, field }: FieldCheck): Promise<void> {
  await trx
    .deleteFrom('data_quality_counts')
    .where('linked_account_id', '=', run.scope.linkedAccountId)
    .where('check_name', '=', name)
    .execute();
  await resolveIssues(trx, run.scope, MISSING_ISSUE, { subject: field });
}

async function countMissing(trx: Trx, run: SyncRun, checks: readonly FieldCheck[]): Promise<FieldCounts[]> {
  const counts = checks.map(
    (check) => sql`
      json_build_object('total', count(*) filter (where ${isAskedSql(check)}),
                        'affected', count(*) filter (where ${isAskedSql(check)}
                                                       and ${isMissingSql(check, run.account.organizationHead)}))`,
  );
  const { rows } = await sql<{ counts: FieldCounts[] }>`
    select json_build_array(${sql.join(counts)}) as counts from employees r
     where r.linked_account_id = ${run.scope.linkedAccountId} and not r.remote_was_deleted`.execute(trx);
  return rows[0]!.counts;
}

async function keepIssue(trx: Trx, run: SyncRun, check: FieldCheck, counts: FieldCounts): Promise<void> {
  const { field, advice } = check;
  if (counts.affected === 0) {
    await resolveIssues(trx, run.scope, MISSING_ISSUE, { subject: field });
    return;
  }
  await openIssue(trx, run.scope, {
    code: MISSING_ISSUE,
    subject: field,
    description: `${advice} Who they are: GET /api/v1/linked-accounts/{id}/data-quality/${check.name}/employees.`,
    details: [`${field}: ${counts.affected} of ${counts.total} people`],
  });
}
