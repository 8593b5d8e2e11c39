import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import type { TaskName, TaskPayload } from './tasks.ts';

/**
 * Adds a job in the caller's transaction: it exists if and only if the change does.
 * `runAfterSeconds` is for retries of the moment only; future work is a due row of ours (design, ground decision 13).
 * No job key is ever used: a key can drop a request or start a second run (graphile-worker docs, "job key").
 */
export async function enqueue<Name extends TaskName>(
  db: Db | Trx,
  task: Name,
  payload: TaskPayload<Name>,
  options: { runAfterSeconds?: number } = {},
): Promise<void> {
  await sql`select graphile_worker.add_job(
    ${task}::text, payload => ${JSON.stringify(payload)}::json,
    run_at => now() + make_interval(secs => ${options.runAfterSeconds ?? 0}::double precision),
    max_attempts => 25)`.execute(db);
}
