import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { calendarDateAt, type CalendarDate } from '../lib/calendar-date.ts';
import { hasRecords } from './has-records.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import { RECORD_PLANS, type RecordPlan } from './record-plans.ts';
import type { SyncDeps } from './sync-deps.ts';
import { keepSealedFields } from './sealed-fields.ts';
import { CONTENTS, parseOwnFields, toStagedContents } from './stage-contents.ts';
import { toMissingFields, toStagedDates } from './staged-fields.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

const BATCH_ROWS = 2000;

type Fields = Record<string, unknown>;

interface KeepingRow {
  ordinal: number;
  kept_fields: string[];
  own_fields: string;
  lines: Fields | null;
  field_mappings: string | null;
  relations: Fields | null;
  enum_origins: Record<string, string> | null;
  body: Fields;
  known_origins: Record<string, string> | null;
  source_status: string | null;
  known_status: string | null;
}

/**
 * Fills in, from the known records, what the rows say they could not see, so that it is no change; and the remote ids that this
 * way in does not tell. Doing it twice is the same as once.
 */
export async function keepFields(deps: SyncDeps, run: SyncRun): Promise<void> {
  const today = calendarDateAt(deps.clock.now(), run.account.timeZone);
  const keeping = await inLeasedTransaction(deps, run, async (trx) => {
    for (const plan of RECORD_PLANS)
      if (await hasRecords(trx, run, plan)) await keepRemoteIds(trx, run, plan);
    return await findKeepingModels(trx, run);
  });
  for (const plan of RECORD_PLANS.filter(({ model }) => keeping.has(model))) {
    for (let from: number | undefined = 0; from !== undefined;) {
      const after: number = from;
      from = await inLeasedTransaction(deps, run, (trx) => keepBatch(trx, run, plan, after, today));
    }
    await inLeasedTransaction(deps, run, async (trx) => {
      if (plan.model === 'employee') {
        await keepSignals(trx, run);
        await keepSealedFields(trx, run);
      }
      await keepBesideHashes(trx, run, plan);
    });
  }
}

async function findKeepingModels(trx: Trx, run: SyncRun): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ model: string }>`
    select distinct model from sync_stage
     where linked_account_id = ${run.scope.linkedAccountId} and sync_run_id = ${run.id} and kept_fields is not null`.execute(
    trx,
  );
  return new Set(rows.map((row) => row.model));
}

/** A row that was filled in is no longer what its source says: the next reading makes it again. */
async function keepRemoteIds(trx: Trx, run: SyncRun, plan: RecordPlan): Promise<void> {
  const isPerson = plan.model === 'employee';
  const person = isPerson
    ? sql`, person_remote_id = coalesce(s.person_remote_id, r.person_remote_id)`
    : sql``;
  const isPersonUntold = isPerson
    ? sql`or (s.person_remote_id is null and r.person_remote_id is not null)`
    : sql``;
  await sql`
    update sync_stage s set remote_id = coalesce(s.remote_id, r.remote_id) ${person}, row_fingerprint = null
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
  today: CalendarDate,
): Promise<number | undefined> {
  const { rows } = await sql<KeepingRow>`
    select s.ordinal, s.kept_fields, c.own_fields, c.lines, c.field_mappings, c.enum_origins, s.relations, r.body, r.enum_origins as known_origins,
           s.source_status, ${plan.model === 'employee' ? sql`r.source_status` : sql`null`} as known_status
      from sync_stage s
      join ${sql.table(plan.table)} r on r.linked_account_id = ${run.scope.linkedAccountId} and r.id = s.record_id
           ${CONTENTS}
     where ${stageRows(run, 's', plan.model)} and s.problem is null and s.kept_fields is not null and s.ordinal > ${after}
     order by s.ordinal limit ${BATCH_ROWS}`.execute(trx);
  const last = rows.at(-1);
  if (!last) return undefined;
  await sql`
    with kept as materialized (
      select * from json_to_recordset(${JSON.stringify(rows.map((row) => keepRow(plan, row, today)))}::json)
             kept(ordinal integer, source_status text, employment_status text, start_date date, termination_date date,
                  missing_fields text[], relations jsonb, fields_hash text, own_fields text, lines jsonb, typed text[],
                  enum_origins json)),
    contents as (
      update sync_stage_contents c
         set own_fields = kept.own_fields, lines = kept.lines, typed = kept.typed, enum_origins = kept.enum_origins
        from kept
       where ${stageRows(run, 'c', plan.model)} and c.ordinal = kept.ordinal)
    update sync_stage s
       set source_status = kept.source_status, employment_status = kept.employment_status, start_date = kept.start_date,
           termination_date = kept.termination_date, missing_fields = kept.missing_fields, relations = kept.relations,
           fields_hash = kept.fields_hash::bytea
      from kept
     where ${stageRows(run, 's', plan.model)} and s.ordinal = kept.ordinal`.execute(trx);
  return last.ordinal;
}

function keepRow(plan: RecordPlan, row: KeepingRow, today: CalendarDate) {
  const fields: Fields = { ...parseOwnFields(row.own_fields), ...row.lines };
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
  const contents = toStagedContents(plan.model, fields, row.field_mappings);
  return {
    ordinal: row.ordinal,
    ...(plan.model === 'employee' && toPersonColumns(row, fields, today)),
    relations: row.relations && relations,
    enum_origins: enumOrigins,
    ...contents,
    lines: contents.lines && (JSON.parse(contents.lines) as Fields),
  };
}

function toPersonColumns(row: KeepingRow, fields: Fields, today: CalendarDate) {
  const sourceStatus = row.kept_fields.includes('employment_status') ? row.known_status : row.source_status;
  return {
    source_status: sourceStatus,
    ...toStagedDates(fields, sourceStatus, today),
    missing_fields: toMissingFields(fields),
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
     where ${stageRows(run, 's', 'employee')} and s.problem is null and s.kept_fields is not null
       and r.linked_account_id = ${run.scope.linkedAccountId} and r.id = s.record_id`.execute(trx);
}

/** What now stands beside the record is what would be written there: then it is no other, whatever the row said. */
async function keepBesideHashes(trx: Trx, run: SyncRun, plan: RecordPlan): Promise<void> {
  const columns = Object.entries(plan.columns).map(
    ([name, value]) => `and r.${name} is not distinct from ${value}`,
  );
  await sql`
    update sync_stage s set beside_hash = same.beside_hash
      from (select s.ordinal, r.beside_hash
              from sync_stage s
              join ${sql.table(plan.table)} r on r.linked_account_id = ${run.scope.linkedAccountId} and r.id = s.record_id
              ${CONTENTS}
             where ${stageRows(run, 's', plan.model)} and s.problem is null and s.kept_fields is not null
               and r.beside_hash is not null and r.remote_data::text = c.remote_data::text
               and r.enum_origins::text = c.enum_origins::text ${sql.raw(columns.join(' '))}) same
     where ${stageRows(run, 's', plan.model)} and s.ordinal = same.ordinal`.execute(trx);
}
