import { EventEmitter } from 'node:events';
import { Logger as QueueLogger, run, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { AppContext } from '../app-context.ts';
import { toError } from '../lib/app-error.ts';
import { refreshGrants, renewDuePasswords, sweepSourceEvents } from '../accounts/index.ts';
import { closeStaleSessions, resumeLostSessions, sweepHubHandovers } from '../linking/index.ts';
import { dispatchNotifications, sendDueMail } from '../notifications/index.ts';
import { beat, endHeartbeat, sweepDeadWorkers } from '../queue/dead-worker-sweep.ts';
import { reportStaleAccounts, startDueRuns, stepClocks, sweepLostRuns } from '../sync/index.ts';
import { deliverDue, dispatchOutbox, forgetOldEvents } from '../webhooks/index.ts';
import { createTaskList } from './task-list.ts';
import { startTicker, type TickStep } from './ticker.ts';
import { WakeableLoop } from './wakeable-loop.ts';

export interface RunningWorker {
  /** Takes no further job, waits for those at work, and ends. */
  stop(): Promise<void>;
}

const POLL_INTERVAL_MS = 1000;
const RESTART_AFTER_MS = 1000;

/** Jobs, deliveries and the clock of one process. Any number of processes may do this at once. */
export function startWorker(context: AppContext): RunningWorker {
  const { log } = context;
  const deliveries = new WakeableLoop(log, 'delivery_pass_failed', (signal) =>
    deliverDue(context, { signal }),
  );
  // A slow relay holds up nothing but mail.
  const mails = new WakeableLoop(log, 'mail_pass_failed', (signal) => sendDueMail(context, { signal }));
  const pools = startPools(context, deliveries);
  const { tickSeconds } = context.config.worker;
  // Each on a ticker of its own: what the dead have left does not wait for a slow step elsewhere.
  const sweeps = startTicker(sweepSteps(context), tickSeconds, context.log);
  const ticker = startTicker(tickSteps(context, { deliveries, mails }), tickSeconds, context.log);
  deliveries.wake();
  return {
    async stop() {
      await sweeps.stop();
      await ticker.stop();
      await Promise.all(pools.map((pool) => pool.stop()));
      await deliveries.stop();
      await mails.stop();
    },
  };
}

function sweepSteps(context: AppContext): TickStep[] {
  return [
    { name: 'sweep_dead_workers', run: () => sweepDead(context) },
    { name: 'sweep_lost_runs', run: () => sweepLostRuns(context) },
    { name: 'resume_lost_sessions', run: () => resumeLostSessions(context) },
  ];
}

interface Loops {
  deliveries: WakeableLoop;
  mails: WakeableLoop;
}

function tickSteps(context: AppContext, { deliveries, mails }: Loops): TickStep[] {
  return [
    { name: 'synchronise_clock', run: () => context.synchroniseClock() },
    { name: 'step_clocks', run: () => stepClocks(context) },
    { name: 'start_due_runs', run: () => startDueRuns(context) },
    { name: 'report_stale_accounts', run: () => reportStaleAccounts(context) },
    { name: 'close_stale_sessions', run: () => closeStaleSessions(context) },
    { name: 'renew_due_passwords', run: () => renewDuePasswords(context) },
    { name: 'refresh_grants', run: () => refreshGrants(context) },
    { name: 'sweep_source_events', run: () => sweepSourceEvents(context) },
    { name: 'sweep_hub_handovers', run: () => sweepHubHandovers(context) },
    { name: 'dispatch_outbox', run: () => dispatchOutbox(context) },
    { name: 'deliver_due', run: () => Promise.resolve(deliveries.wake()) },
    { name: 'dispatch_notifications', run: () => dispatchNotifications(context) },
    { name: 'send_due_mail', run: () => Promise.resolve(mails.wake()) },
    { name: 'forget_old_events', run: () => forgetOldEvents(context) },
  ];
}

async function sweepDead({ db, config, log }: AppContext): Promise<void> {
  const dead = await sweepDeadWorkers(db, config.worker.deadAfterSeconds);
  if (dead.length > 0) log.warn({ dead_pools: dead.length }, 'dead_workers_swept');
}

interface KeptPool {
  stop(): Promise<void>;
}

/** Syncs may take long and come by the thousand: in a pool of their own they never take the room of linking and webhooks. */
function startPools(context: AppContext, deliveries: WakeableLoop): KeptPool[] {
  const { run_sync, ...others } = createTaskList({ context, wakeDeliveries: () => deliveries.wake() });
  const { concurrency, syncConcurrency } = context.config.worker;
  return [
    keepPoolRunning(context, others, concurrency),
    keepPoolRunning(context, { run_sync }, syncConcurrency),
  ];
}

/** A pool that stops by itself (a lost database, a bug in the queue) is started again, until we stop it. */
function keepPoolRunning(context: AppContext, taskList: TaskList, concurrency: number): KeptPool {
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
          concurrency,
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
  // The same holds for the heartbeat: a slow step elsewhere must not make a living worker look dead.
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
