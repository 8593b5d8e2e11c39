import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/**
 * How many staged employees report to themselves over others. Each round doubles how far everybody looks up: whoever
 * still sees somebody after more steps than there are people looks into a circle, and sees a member of it. Whom nobody
 * reports to is in no circle, which leaves few.
 */
export async function countInManagerCycles(trx: Trx, run: SyncRun): Promise<number> {
  await sql`
    create temporary table manager_chain on commit drop as
    with reporting as materialized (
      select s.record_id as id, (s.relations->>'manager')::uuid as above
        from sync_stage s where ${stageRows(run, 's', 'employee')} and s.problem is null)
    select reporting.* from reporting join (select distinct above from reporting) manager on manager.above = reporting.id`.execute(
    trx,
  );
  let chains = await countChains(trx);
  for (let steps = 1; chains.open > 0 && steps < chains.people; steps *= 2) {
    await sql`
      update manager_chain chain set above = found.above
        from (select one.id, higher.above from manager_chain one left join manager_chain higher on higher.id = one.above
               where one.above is not null) found
       where chain.id = found.id`.execute(trx);
    chains = await countChains(trx);
  }
  await sql`drop table manager_chain`.execute(trx);
  return chains.tops;
}

/** Of how many people something is seen above, and how many are seen there. */
async function countChains(trx: Trx): Promise<{ people: number; open: number; tops: number }> {
  const { rows } = await sql<{ people: number; open: number; tops: number }>`
    select count(*) as people, count(above) as open, count(distinct above) as tops from manager_chain`.execute(
    trx,
  );
  return rows[0]!;
}
