import { sql } from 'kysely';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { DatabasePause } from '../support/database-pause.ts';
import { PLACE_MS, RESCUE_MS } from '../support/fault-lengths.ts';
import { changeAndAsk, startFaultWorld, waitUntilDone } from '../support/fault-service.ts';
import { startOwnCluster } from '../support/own-cluster.ts';
import { expectSameAsCleanRun, expectSameRecordsAsCleanRun } from '../support/same-as-clean-run.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

const TERMINATIONS = 20;

it(
  'goes on by itself when PostgreSQL was restarted in the middle of what it wrote',
  async () => {
    await using cluster = await startOwnCluster();
    await using world = await startFaultWorld({ database: cluster.database });
    await using pause = await DatabasePause.open(world.service.databaseUrl);
    await using worker = startWorkerProcess(world.service.environment);
    await pause.arm({ table: 'employees', on: 'update' });
    await changeAndAsk(world, 0);
    await pause.caught(RESCUE_MS);
    await cluster.stop();
    await cluster.start();
    await waitUntilDone(world);
    expect(worker.isAlive()).toBe(true);
    await expectSameAsCleanRun(world, [0]);
  },
  PLACE_MS * 2,
);

it(
  'goes on by itself while its connections are ended again and again',
  async () => {
    await using world = await startFaultWorld();
    await using worker = startWorkerProcess(world.service.environment);
    const { db } = world.service.context;
    await expect.poll(() => worker.log(), { timeout: RESCUE_MS }).toContain('service_started');
    let ended = 0;
    for (let turn = 0; turn < TERMINATIONS; turn += 1) {
      if (turn % 5 === 0) await changeAndAsk(world, turn / 5);
      const { rows } = await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name = 'muster-worker'`.execute(db);
      ended += rows.length;
      await delay(250);
    }
    expect(ended).toBeGreaterThan(TERMINATIONS / 2);
    await waitUntilDone(world);
    expect(worker.isAlive()).toBe(true);
    await expectSameRecordsAsCleanRun(world, [0, 1, 2, 3]);
  },
  PLACE_MS,
);
