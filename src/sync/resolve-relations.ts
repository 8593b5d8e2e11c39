import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import type { Coverage } from './coverage.ts';
import { placeEmployments, placePersonalRows } from './personal-records.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import { dropHiddenRelations } from './hidden-relations.ts';
import { keepUncoveredRelations } from './kept-relations.ts';
import { flagRowsOfLeavers } from './left-people.ts';
import { flagDuplicateKeys, placeByKey } from './place-keyed-records.ts';
import { relateEmployees } from './relate-employees.ts';
import { namedPersonSql } from './relation-queries.ts';
import type { SyncDeps } from './sync-deps.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/** Gives every row the ids that its body names: records by their keys, people by what identity found out. */
export async function resolveRelations(deps: SyncDeps, run: SyncRun, coverage: Coverage): Promise<void> {
  await inLeasedTransaction(deps, run, async (trx) => {
    await keyHomes(trx, run);
    for (const model of ['company', 'location', 'group', 'team', 'pay_group', 'payroll_run'] as const) {
      await flagDuplicateKeys(trx, run, model);
      await placeByKey(trx, run, model);
    }
  });
  await inLeasedTransaction(deps, run, async (trx) => {
    await placePersonalRows(trx, run, 'employment', coverage);
    await flagRowsOfLeavers(trx, run, 'employment');
    await placeEmployments(trx, run);
    for (const model of ['employee_payroll_run', 'time_off', 'time_off_balance'] as const) {
      await placePersonalRows(trx, run, model, coverage);
      await flagRowsOfLeavers(trx, run, model);
      await flagDuplicateKeys(trx, run, model);
      await placeByKey(trx, run, model);
    }
  });
  await inLeasedTransaction(deps, run, async (trx) => {
    await relateEmployees(trx, run, coverage);
    await relateOthers(trx, run, coverage);
    await keepUncoveredRelations(trx, run, coverage);
    await dropHiddenRelations(trx, run);
  });
}

/** A home is keyed by the person who lives there; it is applied if and only if the person is. */
async function keyHomes(trx: Trx, run: SyncRun): Promise<void> {
  await sql`
    update sync_stage s
       set source_key = 'home:' || person.record_id,
           problem = case when person.problem is not null then 'person_doubtful' end
      from sync_stage person
     where ${stageRows(run, 's', 'location')} and ${stageRows(run, 'person', 'employee')}
       and person.ordinal = s.owner_ordinal`.execute(trx);
}

async function relateOthers(trx: Trx, run: SyncRun, coverage: Coverage): Promise<void> {
  await sql`
    update sync_stage s set relations = '{"parent_group": null}'
     where ${stageRows(run, 's', 'group')} and s.problem is null`.execute(trx);
  await sql`
    update sync_stage s set relations = '{"parent_team": null}'
     where ${stageRows(run, 's', 'team')} and s.problem is null`.execute(trx);
  await sql`
    update sync_stage s set relations = jsonb_build_object('employee', s.person_id)
     where ${stageRows(run, 's', 'time_off_balance')} and s.problem is null`.execute(trx);
  await relateByKey(trx, run, { model: 'employment', field: 'pay_group', ref: 'payGroup', to: 'pay_group' });
  await relateByKey(trx, run, {
    model: 'employee_payroll_run',
    field: 'payroll_run',
    ref: 'payrollRun',
    to: 'payroll_run',
  });
  await relateApprovers(trx, run, coverage);
}

/** A person's record that names one other record by its source key. */
async function relateByKey(
  trx: Trx,
  run: SyncRun,
  relation: {
    model: 'employment' | 'employee_payroll_run';
    field: string;
    ref: string;
    to: 'pay_group' | 'payroll_run';
  },
): Promise<void> {
  const { model, field, ref, to } = relation;
  await sql`
    update sync_stage s set relations = jsonb_build_object('employee', s.person_id, ${field}::text, found.id)
      from (select s.ordinal, named.record_id as id
              from sync_stage s
              left join sync_stage named on ${stageRows(run, 'named', to)} and named.problem is null
                                        and named.source_key = s.refs->>${ref}
             where ${stageRows(run, 's', model)} and s.problem is null) found
     where ${stageRows(run, 's', model)} and s.ordinal = found.ordinal`.execute(trx);
}

async function relateApprovers(trx: Trx, run: SyncRun, coverage: Coverage): Promise<void> {
  await sql`
    with named as materialized (${namedPersonSql(run, 'time_off', 'approver', coverage)})
    update sync_stage s set relations = jsonb_build_object('employee', s.person_id, 'approver', named.person_id)
      from sync_stage every left join named on named.ordinal = every.ordinal
     where ${stageRows(run, 's', 'time_off')} and s.problem is null
       and ${stageRows(run, 'every', 'time_off')} and every.ordinal = s.ordinal`.execute(trx);
}
