import { expect } from 'vitest';
import { changeAndAsk, startFaultWorld, waitUntilDone } from './fault-service.ts';
import type { FaultWorld } from './fault-world.ts';
import { expectSameAsCleanRun } from './same-as-clean-run.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

/** Somewhere in a sync where a worker can be held. */
export interface Place {
  hold(): Promise<void>;
  /** Until a worker is there. */
  reached(): Promise<void>;
  free(): Promise<void>;
}

/** One account, synced by one worker after the other, each of which is killed in the midst of it. */
export class KilledWorkers implements AsyncDisposable {
  readonly world: FaultWorld & AsyncDisposable;
  readonly #changes: number[] = [];
  #worker: WorkerProcess;

  private constructor(world: FaultWorld & AsyncDisposable) {
    this.world = world;
    this.#worker = startWorkerProcess(world.service.environment);
  }

  static async start(): Promise<KilledWorkers> {
    return new KilledWorkers(await startFaultWorld());
  }

  /** The source changes, a worker dies at the place where it is held, and another one brings the work to its end. */
  async killAt(place: Place): Promise<void> {
    await place.hold();
    const number = this.#changes.length;
    this.#changes.push(number);
    await changeAndAsk(this.world, number);
    await place.reached();
    await this.#worker.kill();
    await place.free();
    this.#worker = startWorkerProcess(this.world.service.environment);
    await waitUntilDone(this.world);
    const { db } = this.world.service.context;
    const runs = await db.selectFrom('sync_runs').select(['state', 'trigger']).execute();
    const asked = runs.filter(({ trigger }) => trigger !== 'schedule').map(({ state }) => state);
    expect(asked).toEqual(Array.from({ length: this.#changes.length + 1 }, () => 'succeeded'));
  }

  async expectSameAsCleanRun(places: number): Promise<void> {
    expect(this.#changes).toHaveLength(places);
    await expectSameAsCleanRun(this.world, this.#changes);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.kill();
    await this.world[Symbol.asyncDispose]();
  }
}
