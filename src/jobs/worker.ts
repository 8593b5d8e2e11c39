import { EventEmitter } from 'node:events';
import { Logger as QueueLogger, run, type Runner, type WorkerEvents } from 'graphile-worker';
import type { AppContext } from '../app-context.ts';
import { toError } from '../lib/app-error.ts';
import { refreshGrants, renewDuePasswords, sweepSourceEvents } from '../accounts/index.ts';
import { closeStaleSessions, resumeLostSessions, sweepHubHandovers } from '../linking/index.ts';
import { beat, endHeartbeat, sweepDeadWorkers } from '../queue/dead-worker-sweep.ts';
import { startDueRuns, sweepLostRuns } from '../sync/index.ts';
import { dispatchOutbox } from '../webhooks/index.ts';
import { DeliveryLoop } from './delivery-loop.ts';
import { createTaskList } from './task-list.ts';
import { startTicker, type TickStep } from './ticker.ts';

export interface RunningWorker {
  /** Takes no further job, waits for those at work, and ends. */
  stop(): Promise<void>;
}

const POLL_INTERVAL_MS = 1000;
const RESTART_AFTER_MS = 1000;

/** Jobs, deliveries and the clock of one process. Any number of processes may do this at once. */
export function startWorker(context: AppContext): RunningWorker {
  const deliveries = new DeliveryLoop(context);
  const pool = keepPoolRunning(context, deliveries);
  const ticker = startTicker(tickSteps(context, deliveries), context.config.worker.tickSeconds, context.log);
  deliveries.wake();
  return {
    async stop() {
      await ticker.stop();
      await pool.stop();
      await deliveries.stop();
    },
  };
}

function tickSteps(context: AppContext, deliveries: DeliveryLoop): TickStep[] {
  return [
    { name: 'sweep_dead_workers', run: () => sweepDead(context) },
    { name: 'sweep_lost_runs', run: () => sweepLostRuns(context) },
    { name: 'resume_lost_sessions', run: () => resumeLostSessions(context) },
    { name: 'start_due_runs', run: () => startDueRuns(context) },
    { name: 'close_stale_sessions', run: () => closeStaleSessions(context) },
    { name: 'renew_due_passwords', run: () => renewDuePasswords(context) },
    { name: 'refresh_grants', run: () => refreshGrants(context) },
    { name: 'sweep_source_events', run: () => sweepSourceEvents(context) },
    { name: 'sweep_hub_handovers', run: () => sweepHubHandovers(context) },
    { name: 'dispatch_outbox', run: () => dispatchOutbox(context) },
    { name: 'deliver_due', run: () => Promise.resolve(deliveries.wake()) },
  ];
}

async function sweepDead({ db, config, log }: AppContext): Promise<void> {
  const dead = await sweepDeadWorkers(db, config.worker.deadAfterSeconds);
  if (dead.length > 0) log.warn({ dead_pools: dead.length }, 'dead_workers_swept');
}

interface KeptPool {
  stop(): Promise<void>;
}

/** A pool that stops by itself (a lost database, a bug in the queue) is started again, until we stop it. */
function keepPoolRunning(context: AppContext, deliveries: DeliveryLoop): KeptPool {
  const taskList = createTaskList({ context, wakeDeliveries: () => deliveries.wake() });
  const stopping = Promise.withResolvers<void>();
  let isStopping = false;
  let runner: Runner | undefined;
  let poolId: string | undefined;
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => {
    poolId = workerPool.id;
    void beat(context.db, poolId).catch(() => undefined);
  });
  const loop = async (): Promise<void> => {
    while (!isStopping) {
      try {
        runner = await run({
          pgPool: context.pool,
          taskList,
          events,
          concurrency: context.config.worker.concurrency,
          pollInterval: POLL_INTERVAL_MS,
          noHandleSignals: true,
          parsedCronItems: [],
          logger: queueLogger(context),
        });
        if (isStopping) await runner.stop();
        await runner.promise;
      } catch (thrown) {
        if (!isStopping) context.log.error({ error: toError(thrown) }, 'worker_pool_failed');
      }
      if (!isStopping) await Promise.race([stopping.promise, pause(RESTART_AFTER_MS)]);
    }
  };
  const running = loop();
  // On a ticker of its own: a slow step elsewhere must not make a living worker look dead.
  const heart = startTicker(
    [{ name: 'beat', run: () => (poolId === undefined ? Promise.resolve() : beat(context.db, poolId)) }],
    context.config.worker.tickSeconds,
    context.log,
  );
  return {
    async stop() {
      isStopping = true;
      stopping.resolve();
      await runner?.stop().catch(() => undefined);
      await running;
      await heart.stop();
      if (poolId !== undefined) await endHeartbeat(context.db, poolId).catch(() => undefined);
    },
  };
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
