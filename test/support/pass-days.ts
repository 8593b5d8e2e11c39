import { sql } from 'kysely';
import type { Db } from '../../src/db/client.ts';
import { RECORD_TABLES } from '../../src/hris/record-tables.ts';

/** Makes everything that was seen so much older: the database stamps it with its own clock, which no test moves. */
export async function passDays(db: Db, days: number): Promise<void> {
  const ago = sql`make_interval(days => ${days}::int)`;
  for (const table of Object.values(RECORD_TABLES)) {
    await sql`
      update ${sql.table(table)} set created_at = created_at - ${ago}, modified_at = modified_at - ${ago}`.execute(
      db,
    );
  }
  await sql`
    update record_versions set valid_from = valid_from - ${ago}, valid_to = valid_to - ${ago}`.execute(db);
  await sql`update sync_runs set finished_at = finished_at - ${ago} where finished_at is not null`.execute(
    db,
  );
}
