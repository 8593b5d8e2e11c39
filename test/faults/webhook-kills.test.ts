import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { DatabasePause, type Halt } from '../support/database-pause.ts';
import { PLACE_MS, RESCUE_MS, SHORT_LENGTHS, WEBHOOK_KILLS } from '../support/fault-lengths.ts';
import { changeAndAsk, startFaultWorld, waitUntilDone } from '../support/fault-service.ts';
import type { FaultWorld } from '../support/fault-world.ts';
import { RandomChoices } from '../support/random-choices.ts';
import { expectSameRecordsAsCleanRun } from '../support/same-as-clean-run.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts';

const SEED = Number(process.env['MUSTER_FAULT_SEED'] ?? 20_261_122);
/** A worker that has begun comes this far at most before it is killed. */
const LONGEST_LIFE_MS = 1_500;

const isFilled = (column: string): string => `old.${column} is null and new.${column} is not null`;

/** From the change to what is written down of its delivery; `null`: wherever it is when its time has come. */
const PLACES: (Halt | null)[] = [
  { table: 'employees', on: 'update' },
  { table: 'outbox_events', on: 'insert' },
  { table: 'outbox_events', on: 'insert', at: 'commit' },
  { table: 'event_positions', on: 'insert' },
  { table: 'event_positions', on: 'insert', at: 'commit' },
  { table: 'webhook_deliveries', on: 'insert' },
  { table: 'pending_deliveries', on: 'insert' },
  { table: 'pending_deliveries', on: 'update', when: isFilled('lease_until') },
  { table: 'pending_deliveries', on: 'update', when: isFilled('lease_until'), at: 'commit' },
  { table: 'webhook_deliveries', on: 'update', when: isFilled('attempted_at') },
  { table: 'webhook_deliveries', on: 'update', when: isFilled('attempted_at'), at: 'commit' },
  null,
];

it(
  `loses no event, makes none up and gives each change one id over ${WEBHOOK_KILLS} kills (seed ${SEED})`,
  async () => {
    await using world = await startFaultWorld();
    await using pause = await DatabasePause.open(world.service.databaseUrl);
    await using line = new DyingWorkers(world);
    const random = new RandomChoices(SEED);
    const changed: number[] = [];
    while (line.deaths < WEBHOOK_KILLS) {
      const place = random.pick(PLACES);
      if (place) await pause.arm(place);
      await changeAndAsk(world, changed.length);
      changed.push(changed.length);
      await (place ? pause.caught(RESCUE_MS) : line.live(random.next()));
      await line.die();
      if (place) await pause.release();
      // Sometimes who comes to the rescue dies as well.
      if (random.next() < 0.3) {
        await line.live(random.next());
        await line.die();
      }
      await waitUntilDone(world);
    }
    await expectSameRecordsAsCleanRun(world, changed);
    expectOneIdPerChange(world);
    await expectNothingPending(world);
  },
  PLACE_MS + WEBHOOK_KILLS * 20_000,
);

/** One worker after the other: each takes the place of the one before. */
class DyingWorkers implements AsyncDisposable {
  readonly #environment: Record<string, string>;
  #worker: WorkerProcess;
  deaths = 0;

  constructor({ service }: FaultWorld) {
    this.#environment = service.environment;
    this.#worker = this.#start();
  }

  /** So much of its longest life. */
  async live(ratio: number): Promise<void> {
    await expect.poll(() => this.#worker.log(), { timeout: RESCUE_MS }).toContain('service_started');
    await delay(ratio * LONGEST_LIFE_MS);
  }

  async die(): Promise<void> {
    await this.#worker.kill();
    this.deaths += 1;
    this.#worker = this.#start();
  }

  #start(): WorkerProcess {
    return startWorkerProcess(this.#environment, { lengths: SHORT_LENGTHS });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#worker.kill();
  }
}

/** What waits to be sent stands apart from the deliveries: neither may say so alone. */
async function expectNothingPending({ service }: FaultWorld): Promise<void> {
  const { rows } = await sql`
    select d.state, p.delivery_id
      from webhook_deliveries d full join pending_deliveries p on p.delivery_id = d.id
     where d.state = 'pending' or p.delivery_id is not null`.execute(service.context.db);
  expect(rows).toEqual([]);
}

/** What the receiver was told of each state of each record came under one id, however often it came. */
function expectOneIdPerChange({ service }: FaultWorld): void {
  const ids = new Map<string, Set<string>>();
  for (const { id, type, data } of service.receiver.events) {
    if (typeof data['sequence'] !== 'number') continue;
    const state = `${type} ${(data['record'] as { id: string }).id} ${data['sequence']}`;
    ids.set(state, (ids.get(state) ?? new Set()).add(id));
  }
  expect(ids.size).toBeGreaterThan(WEBHOOK_KILLS / 2);
  expect([...ids].filter(([, given]) => given.size > 1)).toEqual([]);
}
