import { afterAll, beforeAll, it } from 'vitest';
import { DatabasePause, type Halt } from '../support/database-pause.ts';
import { PLACE_MS, RESCUE_MS } from '../support/fault-lengths.ts';
import { KilledWorkers } from '../support/killed-workers.ts';

let workers: KilledWorkers;
let pause: DatabasePause;
beforeAll(async () => {
  workers = await KilledWorkers.start();
  pause = await DatabasePause.open(workers.world.service.databaseUrl);
});
afterAll(async () => {
  await pause[Symbol.asyncDispose]();
  await workers[Symbol.asyncDispose]();
});

const RUN: Pick<Halt, 'table' | 'on'> = { table: 'sync_runs', on: 'update' };
const STAGE: Pick<Halt, 'table' | 'on'> = { table: 'sync_stage', on: 'update' };
const isFilled = (column: string): string => `old.${column} is null and new.${column} is not null`;

const PLACES: [string, Halt][] = [
  ['while it takes the run', { ...RUN, when: `old.state = 'queued' and new.state = 'running'` }],
  ['in the middle of the copy', { table: 'sync_stage', on: 'insert', when: `new.ordinal = 5` }],
  ['while it notes that all is copied', { ...RUN, when: isFilled('staged_at') }],
  ['while it finds out who is who', { ...STAGE, when: isFilled('record_id') }],
  ['while it relates the records', { ...STAGE, when: isFilled('relations') }],
  ['while it compares', { ...STAGE, when: isFilled('action') }],
  ['while it writes a person', { table: 'employees', on: 'update' }],
  ['while it writes down an event', { table: 'outbox_events', on: 'insert' }],
  ['while it notes how fresh the account is', { table: 'linked_accounts', on: 'update' }],
  ['while it ends the run', { ...RUN, when: isFilled('finished_at') }],
  ['at the commit', { ...RUN, when: isFilled('finished_at'), at: 'commit' }],
  ['right after the commit', { table: 'event_positions', on: 'insert' }],
  ['while it makes the deliveries', { table: 'webhook_deliveries', on: 'insert' }],
  ['while it takes a delivery', { table: 'pending_deliveries', on: 'update' }],
  [
    'when it has delivered, before it is written down',
    { table: 'webhook_deliveries', on: 'update', when: isFilled('attempted_at') },
  ],
];

it.each(PLACES)(
  'loses nothing and tells nothing twice when a worker is killed %s',
  (_when, halt) =>
    workers.killAt({
      hold: () => pause.arm(halt),
      reached: () => pause.caught(RESCUE_MS),
      free: () => pause.release(),
    }),
  PLACE_MS,
);

it('ends with what a service has whose workers were never killed', async () => {
  await workers.expectSameAsCleanRun(PLACES.length);
}, 120_000);
