import { sql } from 'kysely';
import { RECORD_TABLES, type RecordModel } from '../hris/record-tables.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { SyncRun } from './sync-run.ts';

/** Payrolls come weekly at most, and each of their paystubs costs the source an answer. */
const PAY_MODELS: readonly RecordModel[] = ['pay_group', 'payroll_run', 'employee_payroll_run'];

/**
 * The models that a run by schedule asks for while pay was read a short time ago; undefined: everything. What broke or was
 * never there is asked for each time.
 */
export async function readLater(
  deps: Pick<SyncDeps, 'db' | 'config'>,
  run: SyncRun,
): Promise<readonly RecordModel[] | undefined> {
  if (!run.isScheduled || run.account.appliedMethod !== run.account.method) return undefined;
  const { rows } = await sql<{ is_fresh: boolean | null }>`
    select bool_and(is_covered and failure_code is null
                    and data_fresh_as_of > now() - make_interval(secs => ${deps.config.sync.payIntervalSeconds}::double precision)
                   ) as is_fresh
      from model_coverage
     where linked_account_id = ${run.scope.linkedAccountId} and model = any(${[...PAY_MODELS]}::text[])`.execute(
    deps.db,
  );
  if (!rows[0]?.is_fresh) return undefined;
  return (Object.keys(RECORD_TABLES) as RecordModel[]).filter((model) => !PAY_MODELS.includes(model));
}
