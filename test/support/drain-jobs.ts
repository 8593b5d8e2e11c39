import { runOnce, Logger } from 'graphile-worker';
import { sql } from 'kysely';
import type { AppContext } from '../../src/app-context.ts';
import { createTaskList } from '../../src/jobs/task-list.ts';
import { deliverDue, dispatchOutbox } from '../../src/webhooks/index.ts';

/** Works off everything that is ready now: jobs, the outbox, due deliveries. Nothing sleeps. */
export async function drainJobs(context: AppContext): Promise<void> {
  const taskList = createTaskList({ context, wakeDeliveries: () => undefined });
  for (;;) {
    await runOnce({
      pgPool: context.pool,
      taskList,
      noHandleSignals: true,
      logger: new Logger(() => () => undefined),
    });
    await dispatchOutbox(context);
    await deliverDue(context, {});
    if ((await countReadyJobs(context)) === 0) return;
  }
}

/** Jobs that wait for another try after a failure may be tried now: a test does not wait for the queue's back-off. */
export async function makeRetriesReady(context: AppContext): Promise<void> {
  await sql`update graphile_worker._private_jobs set run_at = now() where run_at > now()`.execute(context.db);
}

async function countReadyJobs(context: AppContext): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from graphile_worker.jobs
     where run_at <= now() and attempts < max_attempts and locked_at is null`.execute(context.db);
  return rows[0]!.count;
}
