import { sql, type RawBuilder } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import type { CursorPosition } from '../lib/cursor.ts';
import type { Coverage } from './coverage.ts';
import { plannedGoneSql, type ComparedRun } from './gone-records.ts';
import { RECORD_PLANS, type RecordPlan } from './record-plans.ts';
import { stageRows } from './sync-run.ts';

/** One record that a held run would touch; `rank` is its model's place among the plans. */
export interface PlannedPlace {
  rank: number;
  id: string;
  isGone: boolean;
}

/** Up to `limit` places from a position on, by model and id; backward when the position says so. */
export async function selectPlannedPlaces(
  trx: Trx,
  run: ComparedRun,
  page: { coverage: Coverage; from: CursorPosition | undefined; limit: number },
): Promise<PlannedPlace[]> {
  const isBackward = page.from?.direction === 'previous';
  const beyond = isBackward ? sql`<` : sql`>`;
  const direction = isBackward ? sql`desc` : sql`asc`;
  const { from } = page;
  const condition = from
    ? sql`(rank, id) ${beyond} (${Number(from.value)}::integer, ${from.id}::uuid)`
    : sql`true`;
  const places = RECORD_PLANS.map((plan, rank) => placesSql(run, plan, rank, page.coverage));
  const { rows } = await sql<PlannedPlace>`
    select rank, id, is_gone as "isGone" from (${sql.join(places, sql` union all `)}) planned
     where ${condition} order by rank ${direction}, id ${direction} limit ${page.limit}`.execute(trx);
  return rows;
}

function placesSql(
  run: ComparedRun,
  plan: RecordPlan,
  rank: number,
  coverage: Coverage,
): RawBuilder<unknown> {
  return sql`
    select ${rank}::integer as rank, s.record_id as id, false as is_gone from sync_stage s
     where ${stageRows(run, 's', plan.model)} and s.action in ('create', 'update')
    union all
    select ${rank}::integer, gone.id, true from (${plannedGoneSql(run, plan, coverage)}) gone`;
}
