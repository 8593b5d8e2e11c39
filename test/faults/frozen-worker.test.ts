import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DatabasePause, type Halt } from '../support/database-pause.ts';
import { LENGTHS, PLACE_MS, RESCUE_MS } from '../support/fault-lengths.ts';
import { changeAndAsk, startFaultWorld, waitUntilDone } from '../support/fault-service.ts';
import type { FaultWorld } from '../support/fault-world.ts';
import { expectSameAsCleanRun } from '../support/same-as-clean-run.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

let world: FaultWorld & AsyncDisposable;
let pause: DatabasePause;
beforeAll(async () => {
  world = await startFaultWorld();
  pause = await DatabasePause.open(world.service.databaseUrl);
});
afterAll(async () => {
  await pause[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const changes: number[] = [];

async function readRuns() {
  const { db } = world.service.context;
  return db
    .selectFrom('sync_runs')
    .select(['state', 'lease_token', 'attempt_count'])
    .orderBy('queued_at')
    .execute();
}

/**
 * Freezes a worker where it is held for longer than its lease, lets another one do the work meanwhile, and thaws it: what
 * it goes on to write must be refused.
 */
async function freezeAt(halt: Halt): Promise<void> {
  await using zombie = startWorkerProcess(world.service.environment);
  await pause.arm(halt);
  changes.push(changes.length);
  await changeAndAsk(world, changes.length - 1);
  await pause.caught(RESCUE_MS);
  zombie.freeze();
  await pause.release();
  await using successor = startWorkerProcess(world.service.environment);
  await Promise.all([waitUntilDone(world), delay(LENGTHS.frozenMs)]);
  const before = await readRuns();
  expect(before.at(-1)).toMatchObject({ state: 'succeeded', lease_token: 2, attempt_count: 2 });
  zombie.thaw();
  await expect.poll(() => zombie.log(), { timeout: RESCUE_MS }).toContain('sync_lease_lost');
  expect(await readRuns()).toEqual(before);
  expect([zombie.isAlive(), successor.isAlive()]).toEqual([true, true]);
}

const PLACES: [string, Halt][] = [
  ['before it writes the stage', { table: 'sync_stage', on: 'delete' }],
  ['in the middle of the copy', { table: 'sync_stage', on: 'insert', when: 'new.ordinal = 5' }],
  [
    'while it compares',
    { table: 'sync_stage', on: 'update', when: 'old.action is null and new.action is not null' },
  ],
  ['while it writes a person', { table: 'employees', on: 'update' }],
];

it.each(PLACES)('refuses what a worker writes that was frozen %s', (_when, halt) => freezeAt(halt), PLACE_MS);

it('ends with what a service has whose workers were never frozen', async () => {
  expect(changes).toHaveLength(PLACES.length);
  await expectSameAsCleanRun(world, changes);
}, 120_000);
