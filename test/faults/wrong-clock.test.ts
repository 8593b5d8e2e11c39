import { sql } from 'kysely';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { DatabasePause } from '../support/database-pause.ts';
import { LENGTHS, PLACE_MS, RESCUE_MS } from '../support/fault-lengths.ts';
import { changeAndAsk, changeSource, startFaultWorld, waitUntilDone } from '../support/fault-service.ts';
import type { FaultWorld } from '../support/fault-world.ts';
import { expectSameAsCleanRun } from '../support/same-as-clean-run.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

const TWO_HOURS_MS = 2 * 60 * 60 * 1000;
/** Several ticks: long enough for whoever would take something early. */
const WATCHED_MS = LENGTHS.tickSeconds * 4_000;

async function setDue({ service }: FaultWorld, inMinutes: number): Promise<void> {
  await sql`update linked_accounts set next_sync_at = now() + make_interval(mins => ${inMinutes})`.execute(
    service.context.db,
  );
}

async function readRuns({ service }: FaultWorld) {
  const { db } = service.context;
  return db
    .selectFrom('sync_runs')
    .select(['state', 'trigger', 'attempt_count'])
    .orderBy('queued_at')
    .execute();
}

it(
  'takes nothing early with a clock two hours ahead: no account, no lease, no delivery',
  async () => {
    await using world = await startFaultWorld();
    await using pause = await DatabasePause.open(world.service.databaseUrl);
    await setDue(world, 60);
    await using right = startWorkerProcess(world.service.environment);
    await pause.arm({ table: 'sync_stage', on: 'delete' });
    await changeAndAsk(world, 0);
    await pause.caught(RESCUE_MS);
    await using ahead = startWorkerProcess(world.service.environment, { clockAheadMs: TWO_HOURS_MS });
    await expect.poll(() => ahead.log(), { timeout: RESCUE_MS }).toContain('service_started');
    await pause.release();
    await delay(WATCHED_MS);
    await waitUntilDone(world);
    expect((await readRuns(world)).slice(1)).toEqual([
      { state: 'succeeded', trigger: 'request', attempt_count: 1 },
    ]);
    expect([right.isAlive(), ahead.isAlive()]).toEqual([true, true]);
    await expectSameAsCleanRun(world, [0]);
  },
  PLACE_MS,
);

it.each([
  ['two hours behind', -TWO_HOURS_MS],
  ['two hours ahead', TWO_HOURS_MS],
])(
  'reads an account when it is due, and tells it, with a clock %s',
  async (_how, clockAheadMs) => {
    await using world = await startFaultWorld();
    await using worker = startWorkerProcess(world.service.environment, { clockAheadMs });
    changeSource(world, 0);
    await setDue(world, 0);
    await expect.poll(() => readRuns(world), { timeout: RESCUE_MS }).toHaveLength(2);
    await waitUntilDone(world);
    expect(worker.isAlive()).toBe(true);
    await expectSameAsCleanRun(world, [0]);
    const { rows } = await sql<{ minutes: number }>`
      select extract(epoch from next_sync_at - now()) / 60 as minutes from linked_accounts`.execute(
      world.service.context.db,
    );
    expect(Number(rows[0]!.minutes)).toBeGreaterThan(9);
    expect(Number(rows[0]!.minutes)).toBeLessThan(11);
  },
  PLACE_MS,
);
