import { EventEmitter } from 'node:events';
import { Logger as QueueLogger, run, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { AppContext } from '../app-context.ts';
import { toError } from '../lib/app-error.ts';
import { beat, retirePool } from '../queue/dead-worker-sweep.ts';
import { startTicker } from './ticker.ts';

const POLL_INTERVAL_MS = 1000;
const RESTART_AFTER_MS = 1000;

/**
 * Without these, the queue reports the end of a job by a promise that nobody awaits: a connection that is lost at that
 * moment is an unhandled rejection, which ends the process. With them, the pool alone ends.
 */
const PRESET = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } };

export interface KeptPool {
  stop(): Promise<void>;
}

/** A pool that stops by itself (a lost database, a bug in the queue) is started again, until we stop it. */
export function keepPoolRunning(context: AppContext, taskList: TaskList, concurrency: number): KeptPool {
  const { db, log } = context;
  const stopping = Promise.withResolvers<void>();
  let isStopping = false;
  let runner: Runner | undefined;
  let poolId: string | undefined;
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => {
    poolId = workerPool.id;
    void beat(db, poolId).catch(() => undefined);
  });
  events.on('pool:fatalError', ({ error, action }) => {
    log.warn({ error: toError(error), action }, 'worker_pool_ends');
  });
  endBlindPools(events);
  // In vain while the database is away; then the sweep does it.
  const retire = async (): Promise<void> => {
    if (poolId !== undefined) await retirePool(db, poolId).catch(() => undefined);
    poolId = undefined;
  };
  const loop = async (): Promise<void> => {
    while (!isStopping) {
      try {
        runner = await startPool(context, { taskList, concurrency, events });
        if (isStopping) await runner.stop();
        await runner.promise;
      } catch (thrown) {
        if (!isStopping) log.error({ error: toError(thrown) }, 'worker_pool_failed');
      }
      if (isStopping) return;
      await retire();
      await Promise.race([stopping.promise, pause(RESTART_AFTER_MS)]);
    }
  };
  const running = loop();
  // A slow step elsewhere must not make a living worker look dead.
  const heart = startTicker(
    [{ name: 'beat', run: () => (poolId === undefined ? Promise.resolve() : beat(db, poolId)) }],
    context.config.worker.tickSeconds,
    log,
  );
  return {
    async stop() {
      isStopping = true;
      stopping.resolve();
      await runner?.stop().catch(() => undefined);
      await running;
      await heart.stop();
      await retire();
    },
  };
}

/**
 * The queue asks once for the numbers of its tasks and keeps the answer, also where that was an error: a pool whose first
 * look for a job fails lives on and never finds one. It ends, so that another one is started.
 */
function endBlindPools(events: WorkerEvents): void {
  let isUnproven = false;
  const prove = (): void => void (isUnproven = false);
  events.on('pool:create', () => (isUnproven = true));
  events.on('worker:getJob:empty', prove);
  events.on('job:start', prove);
  events.on('worker:getJob:error', ({ worker: { workerPool } }) => {
    if (!isUnproven) return;
    prove();
    // Not before its workers have come to rest.
    setImmediate(() => void Promise.resolve(workerPool.gracefulShutdown()).catch(() => undefined));
  });
}

interface PoolParts {
  taskList: TaskList;
  concurrency: number;
  events: WorkerEvents;
}

function startPool(context: AppContext, { taskList, concurrency, events }: PoolParts): Promise<Runner> {
  return run({
    pgPool: context.pool,
    taskList,
    events,
    concurrency,
    pollInterval: POLL_INTERVAL_MS,
    noHandleSignals: true,
    parsedCronItems: [],
    logger: queueLogger(context),
    preset: PRESET,
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/** The queue's own messages quote payloads and errors: only their level reaches our log. */
function queueLogger(context: AppContext): QueueLogger {
  return new QueueLogger(() => (level) => {
    if (level === 'error' || level === 'warning') context.log.warn({ level }, 'queue_reported');
  });
}
