import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { RECORD_TABLES, type RecordModel } from '../hris/record-tables.ts';
import type { Coverage } from './coverage.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/** A relation of a body to a model that a reading may not cover. */
interface KeptRelation {
  field: string;
  to: RecordModel;
  /** SQL: what the known record `r` has there, as the body says it. */
  known: string;
  /** SQL: it has anything there. */
  isKnown: string;
}

const one = (field: string, to: RecordModel): KeptRelation => ({
  field,
  to,
  known: `to_jsonb(r.${field}_id)`,
  isKnown: `r.${field}_id is not null`,
});

const RELATIONS: Partial<Record<RecordModel, readonly KeptRelation[]>> = {
  employee: [
    one('company', 'company'),
    one('work_location', 'location'),
    one('team', 'team'),
    one('pay_group', 'pay_group'),
    { field: 'groups', to: 'group', known: 'to_jsonb(r.group_ids)', isKnown: 'cardinality(r.group_ids) > 0' },
    {
      field: 'employments',
      to: 'employment',
      known: `coalesce((r.body->'employments')::jsonb, '[]')`,
      isKnown: 'true',
    },
  ],
  employment: [one('pay_group', 'pay_group')],
  employee_payroll_run: [one('payroll_run', 'payroll_run')],
};

/**
 * A record goes on naming what its row could not name, because the reading did not cover the model that it names. What the row does
 * name stands.
 */
export async function keepUncoveredRelations(trx: Trx, run: SyncRun, coverage: Coverage): Promise<void> {
  for (const [model, relations] of Object.entries(RELATIONS) as [RecordModel, readonly KeptRelation[]][]) {
    const kept = relations.filter((relation) => !coverage.models.has(relation.to));
    if (kept.length > 0) await keepRelations(trx, run, model, kept);
  }
}

async function keepRelations(
  trx: Trx,
  run: SyncRun,
  model: RecordModel,
  kept: readonly KeptRelation[],
): Promise<void> {
  const parts = kept.map(
    ({ field, known }) =>
      `'${field}', case when coalesce(s.relations->'${field}', 'null') in ('null', '[]') then ${known} else s.relations->'${field}' end`,
  );
  await sql`
    update sync_stage s set relations = s.relations || jsonb_build_object(${sql.raw(parts.join(', '))})
      from ${sql.table(RECORD_TABLES[model])} r
     where ${stageRows(run, 's', model)} and s.problem is null
       and r.linked_account_id = ${run.scope.linkedAccountId} and r.id = s.record_id
       and (${sql.raw(kept.map((relation) => relation.isKnown).join(' or '))})`.execute(trx);
}
