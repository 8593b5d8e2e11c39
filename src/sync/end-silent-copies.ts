import { sql } from 'kysely';
import type { Db } from '../db/client.ts';

/**
 * Ends the connections of workers that stopped within a copy into the stage: they hold their run's row, and no time limit
 * of PostgreSQL's ends a copy that waits for its client. A living worker sends a batch in moments. Only connections of our
 * own user are seen. Returns how many were ended.
 */
export async function endSilentCopies(db: Db, leaseSeconds: number): Promise<number> {
  const { rows } = await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and usename = current_user and query like 'copy sync\\_stage%'
       and state = 'active' and wait_event = 'ClientRead'
       and query_start < clock_timestamp() - make_interval(secs => ${leaseSeconds}::double precision)`.execute(
    db,
  );
  return rows.length;
}
