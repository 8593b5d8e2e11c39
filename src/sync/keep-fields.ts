import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { hashFields } from '../hris/fingerprint.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import { RECORD_PLANS, type RecordPlan } from './record-plans.ts';
import type { SyncDeps } from './sync-deps.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

const BATCH_ROWS = 2000;

type Fields = Record<string, unknown>;

interface KeepingRow {
  ordinal: number;
  kept_fields: string[];
  fields: Fields;
  relations: Fields | null;
  enum_origins: Record<string, string> | null;
  body: Fields;
  known_origins: Record<string, string> | null;
}

/**
 * Fills in, from the known records, what the rows say they could not see, so that it is no change; and the remote ids that this
 * way in does not tell. Doing it twice is the same as once.
 */
export async function keepFields(deps: SyncDeps, run: SyncRun): Promise<void> {
  const keeping = await inLeasedTransaction(deps, run, async (trx) => {
    for (const plan of RECORD_PLANS) await keepRemoteIds(trx, run, plan);
    return await findKeepingModels(trx, run);
  });
  for (const plan of RECORD_PLANS.filter(({ model }) => keeping.has(model))) {
    for (let from: number | undefined = 0; from !== undefined;) {
      const after: number = from;
      from = await inLeasedTransaction(deps, run, (trx) => keepBatch(trx, run, plan, after));
    }
    if (plan.model === 'employee') await inLeasedTransaction(deps, run, (trx) => keepSignals(trx, run));
  }
}

async function findKeepingModels(trx: Trx, run: SyncRun): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ model: string }>`
    select distinct model from sync_stage
     where linked_account_id = ${run.scope.linkedAccountId} and sync_run_id = ${run.id} and kept_fields <> '{}'`.execute(
    trx,
  );
  return new Set(rows.map((row) => row.model));
}

async function keepRemoteIds(trx: Trx, run: SyncRun, plan: RecordPlan): Promise<void> {
  const isPerson = plan.model === 'employee';
  const person = isPerson
    ? sql`, person_remote_id = coalesce(s.person_remote_id, r.person_remote_id)`
    : sql``;
  const isPersonUntold = isPerson
    ? sql`or (s.person_remote_id is null and r.person_remote_id is not null)`
    : sql``;
  await sql`
    update sync_stage s set remote_id = coalesce(s.remote_id, r.remote_id) ${person}
      from ${sql.table(plan.table)} r
     where ${stageRows(run, 's', plan.model)} and s.problem is null
       and r.linked_account_id = ${run.scope.linkedAccountId} and r.id = s.record_id
       and ((s.remote_id is null and r.remote_id is not null) ${isPersonUntold})`.execute(trx);
}

/** Returns the last ordinal of the batch, or undefined at the end. */
async function keepBatch(
  trx: Trx,
  run: SyncRun,
  plan: RecordPlan,
  after: number,
): Promise<number | undefined> {
  const { rows } = await sql<KeepingRow>`
    select s.ordinal, s.kept_fields, s.fields, s.relations, s.enum_origins, r.body, r.enum_origins as known_origins
      from sync_stage s
      join ${sql.table(plan.table)} r on r.linked_account_id = ${run.scope.linkedAccountId} and r.id = s.record_id
     where ${stageRows(run, 's', plan.model)} and s.problem is null and s.kept_fields <> '{}' and s.ordinal > ${after}
     order by s.ordinal limit ${BATCH_ROWS}`.execute(trx);
  const last = rows.at(-1);
  if (!last) return undefined;
  await sql`
    update sync_stage s
       set fields = kept.fields, relations = kept.relations, enum_origins = kept.enum_origins,
           fields_hash = decode(kept.fields_hash, 'hex')
      from json_to_recordset(${JSON.stringify(rows.map((row) => keepRow(plan, row)))}::json)
           kept(ordinal integer, fields jsonb, relations jsonb, enum_origins json, fields_hash text)
     where ${stageRows(run, 's', plan.model)} and s.ordinal = kept.ordinal`.execute(trx);
  return last.ordinal;
}

function keepRow(plan: RecordPlan, row: KeepingRow) {
  const fields = { ...row.fields };
  const relations = { ...row.relations };
  const enumOrigins = { ...row.enum_origins };
  for (const name of row.kept_fields) {
    if (!plan.fields.includes(name)) continue;
    const known = row.body[name] ?? null;
    if (plan.relations.has(name)) relations[name] = known;
    else fields[name] = name in plan.lines ? toOwnLines(plan, name, known) : known;
    const origin = row.known_origins?.[name];
    if (origin !== undefined) enumOrigins[name] = origin;
  }
  return {
    ordinal: row.ordinal,
    fields,
    relations: row.relations && relations,
    enum_origins: enumOrigins,
    fields_hash: hashFields(fields).toString('hex'),
  };
}

/** The lines as the connector gave them, without what the sync added. */
function toOwnLines(plan: RecordPlan, name: string, known: unknown): unknown {
  if (!Array.isArray(known)) return null;
  const own = Object.keys(plan.lines[name]!.properties);
  return known.map((line: Fields) => Object.fromEntries(own.map((key) => [key, line[key] ?? null])));
}

/** What people are known by goes with the field that tells it. */
async function keepSignals(trx: Trx, run: SyncRun): Promise<void> {
  const keep = (column: string, field: string) =>
    sql`${sql.raw(column)} = case when ${field} = any(s.kept_fields) then coalesce(s.${sql.raw(column)}, r.${sql.raw(column)})
                                  else s.${sql.raw(column)} end`;
  await sql`
    update sync_stage s
       set ${keep('work_id', 'employee_number')}, ${keep('work_email', 'work_email')},
           ${keep('personal_email', 'personal_email')}, ${keep('birth_date', 'date_of_birth')}
      from employees r
     where ${stageRows(run, 's', 'employee')} and s.problem is null and s.kept_fields <> '{}'
       and r.linked_account_id = ${run.scope.linkedAccountId} and r.id = s.record_id`.execute(trx);
}
