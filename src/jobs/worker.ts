import type { AppContext } from '../app-context.ts';
import { refreshGrants, renewDuePasswords, sweepSourceEvents } from '../accounts/index.ts';
import { sweepErasures, sweepRetention } from '../erasure/index.ts';
import { closeStaleSessions, resumeLostSessions, sweepHubHandovers } from '../linking/index.ts';
import { dispatchNotifications, sendDueMail } from '../notifications/index.ts';
import { sweepPassthroughReceipts } from '../passthrough/index.ts';
import { sweepDeadWorkers } from '../queue/dead-worker-sweep.ts';
import {
  forgetPausedBases,
  reportStaleAccounts,
  startDueRuns,
  stepClocks,
  sweepLostRuns,
} from '../sync/index.ts';
import { sweepTraffic } from '../traffic/index.ts';
import {
  deliverDue,
  dispatchOutbox,
  forgetExpiredSecrets,
  forgetOldEvents,
  sweepReplays,
} from '../webhooks/index.ts';
import { keepPoolRunning, type KeptPool } from './kept-pool.ts';
import { createTaskList } from './task-list.ts';
import { startTicker, type TickStep } from './ticker.ts';
import { WakeableLoop } from './wakeable-loop.ts';

export interface RunningWorker {
  /** Takes no further job, waits for those at work, and ends. */
  stop(): Promise<void>;
}

/** Jobs, deliveries and the clock of one process. Any number of processes may do this at once. */
export function startWorker(context: AppContext): RunningWorker {
  const { log } = context;
  const deliveries = new WakeableLoop(log, 'delivery_pass_failed', (news) => deliverDue(context, news));
  // A slow relay holds up nothing but mail.
  const mails = new WakeableLoop(log, 'mail_pass_failed', ({ signal }) => sendDueMail(context, { signal }));
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
    { name: 'forget_paused_bases', run: () => forgetPausedBases(context) },
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
    { name: 'sweep_erasures', run: () => sweepErasures(context) },
    { name: 'sweep_retention', run: () => sweepRetention(context) },
    { name: 'sweep_source_events', run: () => sweepSourceEvents(context) },
    { name: 'sweep_hub_handovers', run: () => sweepHubHandovers(context) },
    { name: 'sweep_passthrough_receipts', run: () => sweepPassthroughReceipts(context) },
    { name: 'dispatch_outbox', run: () => dispatchOutbox(context) },
    { name: 'sweep_replays', run: () => sweepReplays(context) },
    { name: 'deliver_due', run: () => Promise.resolve(deliveries.wake()) },
    { name: 'dispatch_notifications', run: () => dispatchNotifications(context) },
    { name: 'send_due_mail', run: () => Promise.resolve(mails.wake()) },
    { name: 'sweep_traffic', run: () => sweepTraffic(context) },
    { name: 'forget_expired_secrets', run: () => forgetExpiredSecrets(context) },
    { name: 'forget_old_events', run: () => forgetOldEvents(context) },
  ];
}

async function sweepDead({ db, config, log }: AppContext): Promise<void> {
  const dead = await sweepDeadWorkers(db, config.worker.deadAfterSeconds);
  if (dead.length > 0) log.warn({ dead_pools: dead.length }, 'dead_workers_swept');
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
