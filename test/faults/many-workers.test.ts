import { afterAll, beforeAll, expect, it } from 'vitest';
import { requestSync } from '../../src/accounts/index.ts';
import { inTransaction } from '../../src/db/transaction.ts';
import { enqueue } from '../../src/queue/enqueue.ts';
import { DatabasePause } from '../support/database-pause.ts';
import { PLACE_MS, RESCUE_MS } from '../support/fault-lengths.ts';
import {
  askForSync,
  changeAndAsk,
  changeSource,
  startFaultWorld,
  waitUntilDone,
} from '../support/fault-service.ts';
import type { FaultWorld } from '../support/fault-world.ts';
import { expectSameRecordsAsCleanRun } from '../support/same-as-clean-run.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

const PRESSES = 1000;
const AT_ONCE = 50;
const WORKERS = 4;
const COPIES = 20;

let world: FaultWorld & AsyncDisposable;
const workers: ReturnType<typeof startWorkerProcess>[] = [];
beforeAll(async () => {
  world = await startFaultWorld();
  for (let number = 0; number < WORKERS; number += 1)
    workers.push(startWorkerProcess(world.service.environment));
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.kill()));
  await world[Symbol.asyncDispose]();
});

async function readRuns() {
  const { db } = world.service.context;
  return db
    .selectFrom('sync_runs')
    .select(['id', 'state', 'trigger', 'attempt_count'])
    .orderBy('queued_at')
    .execute();
}

it(
  'gives one run and one follow-up for a thousand presses of "sync now" while four workers are at work',
  async () => {
    await using pause = await DatabasePause.open(world.service.databaseUrl);
    const before = (await readRuns()).length;
    // Held until all have pressed, so that none of them comes after its end; and where it holds what it writes.
    await pause.arm({ table: 'employees', on: 'update' });
    await changeAndAsk(world, 0);
    await pause.caught(RESCUE_MS);
    for (let pressed = 0; pressed < PRESSES; pressed += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, () => askForSync(world)));
    }
    expect((await readRuns()).at(-1)).toMatchObject({ state: 'running' });
    await pause.release();
    await waitUntilDone(world);
    const runs = (await readRuns()).slice(before);
    expect(runs.map(({ trigger }) => trigger)).toEqual(['request', 'follow_up']);
    expect(runs.map(({ state, attempt_count }) => [state, attempt_count])).toEqual([
      ['succeeded', 1],
      ['unchanged', 1],
    ]);
  },
  PLACE_MS,
);

it(
  'lets one of four workers do a run that each of them is given a job for',
  async () => {
    changeSource(world, 1);
    const { db } = world.service.context;
    const { organizationId } = world.service;
    const { linkedAccountId } = world.employer;
    await inTransaction(db, async (trx) => {
      const { syncRunId } = await requestSync(trx, { organizationId, linkedAccountId }, 'request');
      // The same job for everybody at once, as sweepers and retries may leave it behind.
      for (let copy = 1; copy < COPIES; copy += 1)
        await enqueue(trx, 'run_sync', { linkedAccountId, syncRunId });
    });
    await waitUntilDone(world);
    const last = (await readRuns()).at(-1);
    expect(last).toMatchObject({ state: 'succeeded', attempt_count: 1 });
    await expectSameRecordsAsCleanRun(world, [0, 1]);
  },
  PLACE_MS,
);
