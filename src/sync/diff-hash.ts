import { sql, type RawBuilder } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import type { Coverage } from './coverage.ts';
import { plannedGoneSql, type ComparedRun } from './gone-records.ts';
import type { GuardFinding } from './guards.ts';
import { RECORD_PLANS, type RecordPlan } from './record-plans.ts';
import { stageRows } from './sync-run.ts';

/**
 * Over exactly what the compared run would do, and to what: another record, another state before or after is another hash.
 * What the calendar does to a status is left out, on both sides.
 */
export function hashDiff(trx: Trx, run: ComparedRun, coverage: Coverage): Promise<Buffer> {
  return hashLines(trx, run, coverage, {
    created: `s.record_id || ' ' || encode(s.fingerprint, 'hex')`,
    updated: `s.record_id || ' ' || encode(s.fingerprint, 'hex') || ' ' || encode(r.fingerprint, 'hex')`,
  });
}

/** The same for two runs that find the same, although each gives ids of its own to new records. */
export async function hashFinding(
  trx: Trx,
  run: ComparedRun,
  coverage: Coverage,
  findings: readonly GuardFinding[],
): Promise<Buffer> {
  const lines = await hashLines(trx, run, coverage, {
    created: `encode(s.fields_hash, 'hex')`,
    updated: `s.record_id || ' ' || encode(s.fields_hash, 'hex') || ' ' || encode(r.fingerprint, 'hex')`,
  });
  const codes = findings.map((finding) => finding.code).join(' ');
  const { rows } = await sql<{ hash: Buffer }>`
    select sha256(${lines}::bytea || convert_to(${codes}, 'UTF8')) as hash`.execute(trx);
  return rows[0]!.hash;
}

/** SQL over the staged row `s` and the known record `r`. */
interface LineParts {
  created: string;
  updated: string;
}

async function hashLines(trx: Trx, run: ComparedRun, coverage: Coverage, parts: LineParts): Promise<Buffer> {
  const lines = RECORD_PLANS.map((plan) => linesSql(run, plan, coverage, parts));
  const { rows } = await sql<{ hash: Buffer }>`
    select sha256(convert_to(coalesce(string_agg(md5(line), '' order by md5(line)), ''), 'UTF8')) as hash
      from (${sql.join(lines, sql` union all `)}) planned`.execute(trx);
  return rows[0]!.hash;
}

function linesSql(
  run: ComparedRun,
  plan: RecordPlan,
  coverage: Coverage,
  parts: LineParts,
): RawBuilder<unknown> {
  const isEmployee = plan.model === 'employee';
  const status = sql.raw(isEmployee ? `|| ' ' || coalesce(s.source_status, '')` : '');
  const isOtherStatus = sql.raw(isEmployee ? 'or r.source_status is distinct from s.source_status' : '');
  return sql`
    select ${`${plan.model} created `}::text || ${sql.raw(parts.created)} ${status} as line
      from sync_stage s where ${stageRows(run, 's', plan.model)} and s.action = 'create'
    union all
    select ${`${plan.model} updated `}::text || ${sql.raw(parts.updated)} ${status}
      from sync_stage s
      join ${sql.table(plan.table)} r on r.linked_account_id = ${run.scope.linkedAccountId} and r.id = s.record_id
     where ${stageRows(run, 's', plan.model)} and s.action = 'update'
       and (r.fingerprint <> s.fingerprint or r.remote_was_deleted ${isOtherStatus})
    union all
    select ${`${plan.model} deleted `}::text || r.id || ' ' || encode(r.fingerprint, 'hex')
      from (${plannedGoneSql(run, plan, coverage)}) gone
      join ${sql.table(plan.table)} r on r.linked_account_id = ${run.scope.linkedAccountId} and r.id = gone.id`;
}
