import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { createAppContext, type AppContext } from '../src/app-context.ts';
import { readConfiguration } from '../src/config/env.ts';
import { ceilingFigure, ratioFigure, type Figure } from './support/figure.ts';
import { countUnfinished, insertFleet, makeDue, readStarts } from './support/fleet-accounts.ts';
import { createFleetSource } from './support/fleet-source.ts';
import { clusterCpuSeconds, cpuSeconds, startServiceDatabase } from './support/service-database.ts';

const ACCOUNTS = 1000;
const INTERVAL_SECONDS = 600;
const WORKERS = 2;
const SYNCS_AT_ONCE = 6;
const WINDOW_SECONDS = 200;
const IN_TIME_SECONDS = 60;
const MIN_SHARE = 0.95;
const READINGS_PER_DAY = 86_400 / INTERVAL_SECONDS;
/** Half of a machine with four CPUs. */
const MAX_CPU_SECONDS = (4 * 86_400) / 2 / ACCOUNTS;

/** A thousand accounts of a hundred people every ten minutes, by two worker processes. */
export async function measure(): Promise<Figure[]> {
  await using database = await startServiceDatabase('bench-fleet');
  const environment = {
    DATABASE_URL: database.url,
    LINK_MAIL_DOMAIN: 'link.partner.example',
    MUSTER_SEALING_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    MUSTER_LOG_LEVEL: 'error',
    MUSTER_WORKER_SYNC_CONCURRENCY: String(SYNCS_AT_ONCE),
  };
  const { config, secrets } = readConfiguration(environment);
  await using context = createAppContext(config, secrets, 'muster-bench');
  await insertFleet(context, ACCOUNTS, INTERVAL_SECONDS);
  const bare = await readBare();
  const workers = Array.from({ length: WORKERS }, () => startWorkerProcess(environment));
  try {
    await readAllOnce(context);
    const burst = await measureBurst(context);
    const steady = await measureSteady(context, workers);
    return [
      ratioFigure('share started within 60 s, at the real rate', steady.share, 1, MIN_SHARE),
      ratioFigure('share started within 60 s, all due at once', burst.share, 1, MIN_SHARE),
      ceilingFigure('seconds until all that were due at once are read', burst.seconds, bare.seconds, {
        max: INTERVAL_SECONDS,
        unit: 's',
      }),
      ceilingFigure('CPU seconds per account and day', steady.cpuPerDay, bare.cpuPerDay, {
        max: MAX_CPU_SECONDS,
        unit: 's',
      }),
    ];
  } finally {
    await Promise.all(workers.map(stopProcess));
  }
}

/** The same source read by as many loops at once, and nothing done with it. */
async function readBare(): Promise<{ seconds: number; cpuPerDay: number }> {
  const source = createFleetSource();
  const before = process.cpuUsage();
  const startedAt = performance.now();
  let left = ACCOUNTS;
  const loop = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const session = await source.connector.openRemoteSession({} as never, {} as never);
      await session.readCompany();
      const reading = session.readRoster({ timeZone: 'UTC', known: [] });
      for await (const item of reading.items) void item;
    }
  };
  await Promise.all(Array.from({ length: WORKERS * SYNCS_AT_ONCE }, loop));
  const { user, system } = process.cpuUsage(before);
  const perReading = (user + system) / 1e6 / ACCOUNTS;
  return { seconds: (performance.now() - startedAt) / 1000, cpuPerDay: perReading * READINGS_PER_DAY };
}

/** The first sync writes every record; the figures are of those that follow. */
async function readAllOnce(context: AppContext): Promise<void> {
  const startedAt = performance.now();
  await makeDue(context, 0);
  await untilDone(context);
  console.log(`first sync of all: ${Math.round((performance.now() - startedAt) / 1000)} s`);
}

async function measureBurst(context: AppContext): Promise<{ share: number; seconds: number }> {
  const from = new Date();
  await makeDue(context, 0);
  await untilDone(context);
  const starts = await readStarts(context, from, new Date(), IN_TIME_SECONDS);
  console.log(`all due at once: ${JSON.stringify(starts)}`);
  if (starts.due < ACCOUNTS) throw new Error(`Only ${starts.due} of ${ACCOUNTS} accounts were due.`);
  return { share: starts.inTime / starts.due, seconds: starts.endedSeconds };
}

async function measureSteady(context: AppContext, workers: readonly ChildProcess[]) {
  await makeDue(context, INTERVAL_SECONDS);
  const [from, cpuBefore] = [new Date(), await usedCpu(context, workers)];
  await pause(WINDOW_SECONDS * 1000);
  const [to, cpuAfter] = [new Date(), await usedCpu(context, workers)];
  // Whoever was due in the last moment may still be in time.
  await pause(15_000);
  const starts = await readStarts(context, from, to, IN_TIME_SECONDS);
  const days = (to.getTime() - from.getTime()) / 86_400_000;
  const cpuPerDay = (cpuAfter - cpuBefore) / ACCOUNTS / days;
  console.log(`at the real rate: ${JSON.stringify({ ...starts, cpuSeconds: cpuAfter - cpuBefore })}`);
  return { share: starts.inTime / starts.due, cpuPerDay };
}

async function usedCpu({ db }: AppContext, workers: readonly ChildProcess[]): Promise<number> {
  const { rows } = await sql<{ pid: number; is_own: boolean }>`
    select pid, pid = pg_backend_pid() as is_own from pg_stat_activity`.execute(db);
  const own = rows.find((row) => row.is_own)!.pid;
  const ofWorkers = await Promise.all(workers.map((worker) => cpuSeconds(worker.pid!)));
  const ofPostgres = await clusterCpuSeconds(
    own,
    rows.map((row) => row.pid),
  );
  return ofPostgres + ofWorkers.reduce((total, seconds) => total + seconds, 0);
}

async function untilDone(context: AppContext): Promise<void> {
  do await pause(500);
  while ((await countUnfinished(context)) > 0);
}

function startWorkerProcess(environment: Record<string, string>): ChildProcess {
  const file = path.join(import.meta.dirname, 'support/fleet-worker.ts');
  return spawn(process.execPath, [file], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
