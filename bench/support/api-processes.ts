import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export interface LoadRequest {
  path: string;
  headers: Record<string, string>;
}

export interface LoadWish {
  url: string;
  requests: LoadRequest[];
  connections: number;
  seconds: number;
  /** As fast as it is answered unless given. */
  requestsPerSecond?: number;
}

export interface LoadReport {
  /** With 200. */
  answeredPerSecond: number;
  refused: number;
  failed: number;
  p95Ms: number;
}

export interface RunningServer extends AsyncDisposable {
  url: string;
}

/** A server of bench/support in a process of its own; it tells its address when it listens. */
export async function startServer(file: string, environment: Record<string, string>): Promise<RunningServer> {
  const child = start(file, environment);
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return { url, [Symbol.asyncDispose]: () => stop(child) };
}

/** A worker of bench/support, which tells nothing. */
export function startWorkerProcess(file: string, environment: Record<string, string>): AsyncDisposable {
  const child = start(file, environment);
  return { [Symbol.asyncDispose]: () => stop(child) };
}

/** The load comes from a process of its own, so that it never competes with a server for one thread. */
export async function load(wish: LoadWish): Promise<LoadReport> {
  const child = start('api-load.ts', {});
  child.send(wish);
  const [report] = (await once(child, 'message')) as [LoadReport];
  return report;
}

function start(file: string, environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [path.join(import.meta.dirname, file)], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
