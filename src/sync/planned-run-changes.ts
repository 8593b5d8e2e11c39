import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { SENSITIVE_FIELDS, type RecordModel } from '../hris/record-tables.ts';
import type { CursorPosition } from '../lib/cursor.ts';
import type { RowPlace } from '../lib/page.ts';
import { DELETION } from './absent-records.ts';
import { toCoverage } from './coverage.ts';
import { toComparedRun } from './decide-run.ts';
import type { ComparedRun } from './gone-records.ts';
import { useHashJoins } from './leased-transaction.ts';
import { plannedChangesSql, type PlannedChange } from './planned-changes.ts';
import { selectPlannedPlaces } from './planned-places.ts';
import { tombstoneSql } from './record-bodies.ts';
import { RECORD_PLANS, type RecordPlan } from './record-plans.ts';
import type { RunRow } from './sync-runs-store.ts';

/** One record that a run changed, or that a held one would change. */
export interface RunChange {
  model: RecordModel;
  action: 'created' | 'updated' | 'deleted';
  /** As it is after the change, without what must be asked for by name. */
  record: Record<string, unknown>;
  changes: { field: string; before: unknown; after: unknown }[];
}

export type PlacedChange = RunChange & { place: RowPlace };

export interface Slice {
  from: CursorPosition | undefined;
  limit: number;
}

/** What the held run would do, by model and id. */
export async function selectPlanned(trx: Trx, run: RunRow, slice: Slice): Promise<PlacedChange[]> {
  await useHashJoins(trx);
  const compared = toComparedRun(run);
  const coverage = toCoverage(run.source_summary!);
  const places = await selectPlannedPlaces(trx, compared, { coverage, ...slice });
  const found = new Map<string, RunChange>();
  for (const [rank, plan] of RECORD_PLANS.entries()) {
    const own = places.filter((place) => place.rank === rank);
    const idsOf = (isGone: boolean) => own.filter((one) => one.isGone === isGone).map((one) => one.id);
    for (const change of await selectWritten(trx, compared, plan, idsOf(false))) found.set(...keyed(change));
    for (const change of await selectGone(trx, compared, plan, idsOf(true))) found.set(...keyed(change));
  }
  return places.flatMap(({ rank, id }) => {
    const change = found.get(`${RECORD_PLANS[rank]!.model} ${id}`);
    return change ? [{ ...change, place: { key: String(rank), id } }] : [];
  });
}

const keyed = (change: RunChange): [string, RunChange] => [
  `${change.model} ${String(change.record['id'])}`,
  change,
];

async function selectWritten(
  trx: Trx,
  run: ComparedRun,
  plan: RecordPlan,
  ids: string[],
): Promise<RunChange[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<PlannedChange>`
    select action, body, changes from (${plannedChangesSql(run, plan)}) planned where id = any(${ids}::uuid[])`.execute(
    trx,
  );
  return rows.map(({ action, body, changes }) => ({
    model: plan.model,
    action,
    record: withoutSensitive(body),
    changes,
  }));
}

async function selectGone(trx: Trx, run: ComparedRun, plan: RecordPlan, ids: string[]): Promise<RunChange[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ record: Record<string, unknown> }>`
    select ${sql.raw(tombstoneSql(plan))} as record from ${sql.table(plan.table)} r
     where r.linked_account_id = ${run.scope.linkedAccountId} and r.id = any(${ids}::uuid[])`.execute(trx);
  const changes = JSON.parse(DELETION) as RunChange['changes'];
  return rows.map(({ record }) => ({
    model: plan.model,
    action: 'deleted',
    record: withoutSensitive(record),
    changes,
  }));
}

function withoutSensitive(record: Record<string, unknown>): Record<string, unknown> {
  const hidden = SENSITIVE_FIELDS.filter((name) => name in record).map((name) => [name, null] as const);
  return { ...record, ...Object.fromEntries(hidden) };
}
