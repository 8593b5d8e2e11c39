import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { LENGTHS } from './fault-lengths.ts';

const projectRoot = path.resolve(import.meta.dirname, '../..');

export interface WorkerProcess extends AsyncDisposable {
  /** SIGKILL: no goodbye, no clean-up. */
  kill(): Promise<void>;
  /** SIGSTOP: nothing of it runs until it is thawed; its connections stay open. */
  freeze(): void;
  thaw(): void;
  isAlive(): boolean;
  /** What it has logged. */
  log(): string;
}

export interface WorkerProcessOptions {
  environment?: Record<string, string>;
  /** Its own clock is wrong by so much. */
  clockAheadMs?: number;
  lengths?: typeof LENGTHS;
}

/** A worker in a process of its own, to be killed. Seconds stand where production has more. */
export function startWorkerProcess(
  environment: Record<string, string>,
  options: WorkerProcessOptions = {},
): WorkerProcess {
  const { leaseSeconds, deadAfterSeconds, tickSeconds } = options.lengths ?? LENGTHS;
  const preload = options.clockAheadMs === undefined ? [] : ['--import', './test/support/shift-clock.ts'];
  const child = spawn(process.execPath, [...preload, 'src/main.ts', 'worker'], {
    cwd: projectRoot,
    env: {
      ...process.env,
      ...environment,
      MUSTER_LOG_LEVEL: 'info',
      MUSTER_LINK_LEASE_SECONDS: String(leaseSeconds),
      MUSTER_SYNC_LEASE_SECONDS: String(leaseSeconds),
      MUSTER_WEBHOOK_LEASE_SECONDS: String(leaseSeconds),
      MUSTER_WEBHOOK_TIMEOUT_MS: '1000',
      MUSTER_WORKER_DEAD_AFTER_SECONDS: String(deadAfterSeconds),
      MUSTER_WORKER_TICK_SECONDS: String(tickSeconds),
      SHIFT_CLOCK_MS: String(options.clockAheadMs ?? 0),
      ...options.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const kill = (): Promise<void> => end(child);
  return {
    kill,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    log: () => log,
    [Symbol.asyncDispose]: kill,
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
