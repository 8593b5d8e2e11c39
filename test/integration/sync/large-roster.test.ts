import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { people, roster } from './fake-source.ts';
import { SyncWorld } from './sync-world.ts';

const EMPLOYEES = 20_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function liveMegabytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

it(`syncs ${EMPLOYEES} employees in memory that does not grow with them`, { timeout: 180_000 }, async () => {
  await using world = await SyncWorld.create(roster(people(EMPLOYEES)));
  const samples: number[] = [];
  world.source.beforeItem = (position) => {
    if (position % 10_000 === 1) samples.push(liveMegabytes());
  };
  const watch = setInterval(() => samples.push(liveMegabytes()), 500);
  const before = liveMegabytes();
  const first = await world.sync();
  expect(first).toMatchObject({
    state: 'succeeded',
    counts: { employee: { added: EMPLOYEES }, employment: { added: EMPLOYEES } },
  });

  // Everybody's signals are compared with everybody's, and one person changed.
  world.source.roster.people[7]!.phone = '+1 new';
  const second = await world.sync();
  clearInterval(watch);
  expect(second).toMatchObject({
    state: 'succeeded',
    counts: {
      employee: { added: 0, updated: 1, unchanged: EMPLOYEES - 1 },
      employment: { unchanged: EMPLOYEES },
    },
  });
  expect(samples.length).toBeGreaterThan(8);
  expect(Math.max(...samples) - before).toBeLessThan(16);
});
