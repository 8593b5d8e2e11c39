import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const projectRoot = path.resolve(import.meta.dirname, '../..');

/** Of this machine, not of the service. */
const MACHINE = Object.fromEntries(
  ['PATH', 'HOME', 'NODE_COMPILE_CACHE'].map((name) => [name, process.env[name]]),
);

export interface RunningCommand {
  process: ChildProcess;
  stdout: () => string;
  stderr: () => string;
  /** The exit code, null when a signal ended it. */
  ended: Promise<number | null>;
}

/** `muster ARGUMENTS` as a process of its own, with only the given settings. */
export function startCommand(args: string[], environment: Record<string, string> = {}): RunningCommand {
  const child = spawn(process.execPath, ['src/main.ts', ...args], {
    cwd: projectRoot,
    env: { ...MACHINE, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return {
    process: child,
    stdout: () => stdout,
    stderr: () => stderr,
    ended: once(child, 'close').then(([code]) => code as number | null),
  };
}
