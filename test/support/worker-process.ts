import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

const projectRoot = path.resolve(import.meta.dirname, '../..');

export interface WorkerProcess extends AsyncDisposable {
  /** SIGKILL: no goodbye, no clean-up. */
  kill(): Promise<void>;
}

/** A worker in a process of its own, to be killed. Seconds stand where production has more. */
export function startWorkerProcess(environment: Record<string, string>): WorkerProcess {
  const child = spawn(process.execPath, ['src/main.ts', 'worker'], {
    cwd: projectRoot,
    env: {
      ...process.env,
      ...environment,
      MUSTER_LINK_LEASE_SECONDS: '2',
      MUSTER_SYNC_LEASE_SECONDS: '2',
      MUSTER_WEBHOOK_LEASE_SECONDS: '2',
      MUSTER_WORKER_DEAD_AFTER_SECONDS: '3',
      MUSTER_WORKER_TICK_SECONDS: '1',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const kill = (): Promise<void> => end(child, 'SIGKILL');
  return { kill, [Symbol.asyncDispose]: kill };
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
