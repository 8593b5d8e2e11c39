import { afterAll, beforeAll, it, vi } from 'vitest';
import type { FaultInput } from '../../src/sandbox/justworks/index.ts';
import { PLACE_MS, RESCUE_MS } from '../support/fault-lengths.ts';
import { KilledWorkers, type Place } from '../support/killed-workers.ts';

let workers: KilledWorkers;
beforeAll(async () => {
  workers = await KilledWorkers.start();
});
afterAll(() => workers[Symbol.asyncDispose]());

/** `slow`: the source has not done it yet; `slow_answer`: it has, and only the answer is missing. */
function placeAt(fault: FaultInput['fault'], method: 'GET' | 'POST', path: string): Place {
  const { control } = workers.world.service.sandbox;
  let before = 0;
  const isThere = (): boolean =>
    control
      .journal()
      .slice(before)
      .some((entry) => entry.method === method && entry.path.startsWith(path));
  return {
    hold() {
      before = control.journal().length;
      control.addFault({ fault, method, path, delayMs: 600_000 });
      return Promise.resolve();
    },
    reached: async () => void (await vi.waitUntil(isThere, { timeout: RESCUE_MS, interval: 20 })),
    free: () => Promise.resolve(control.clearFaults()),
  };
}

const PLACES: [string, Parameters<typeof placeAt>][] = [
  ['while the company is read', ['slow', 'GET', '/settings/company']],
  ['while the offices are read', ['slow', 'GET', '/settings/offices']],
  ['while the departments are read', ['slow', 'GET', '/settings/departments']],
  ['while a report is asked for', ['slow', 'POST', '/reports/request']],
  ['when a report was asked for, before it knows', ['slow_answer', 'POST', '/reports/request']],
  ['while it asks whether a report is ready', ['slow', 'GET', '/reports/']],
  ['while the census is downloaded', ['slow', 'GET', '/report-files/employee_census']],
  ['while the work history is downloaded', ['slow', 'GET', '/report-files/work_history']],
];

it.each(PLACES)(
  'loses nothing and tells nothing twice when a worker is killed %s',
  (_when, place) => workers.killAt(placeAt(...place)),
  PLACE_MS,
);

it(
  'loses nothing and tells nothing twice when a worker is killed while it signs in',
  async () => {
    const { service } = workers.world;
    service.sandbox.control.addFault({ fault: 'signed_out', path: '/settings', count: 1 });
    await workers.killAt(placeAt('slow', 'POST', '/login'));
  },
  PLACE_MS,
);

it('ends with what a service has whose workers were never killed', async () => {
  await workers.expectSameAsCleanRun(PLACES.length + 1);
}, 120_000);
