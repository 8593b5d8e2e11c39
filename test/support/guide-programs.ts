import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from '../../src/lib/free-port.ts';

const projectRoot = path.resolve(import.meta.dirname, '../..');
/** Within the project, so that what a program imports is found. */
const cache = path.join(projectRoot, 'node_modules/.cache');

export type Language = 'js' | 'python' | 'go';

/** How a program of the guide is run; one that is compiled is compiled anew only after a change. */
const RUNNERS: Record<Language, { command: string; arguments: string[]; file: string }> = {
  js: { command: 'node', arguments: [], file: 'receiver.mjs' },
  python: { command: 'python3', arguments: [], file: 'receiver.py' },
  go: { command: 'go', arguments: ['run'], file: 'receiver.go' },
};

/** The code blocks of this language in a page of the documentation, in their order. */
export async function readCodeBlocks(page: string, language: string): Promise<string[]> {
  const text = await readFile(path.join(projectRoot, page), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map((match) => match[1]!);
}

/** Whether what runs the language is installed here. */
export function isInstalled(language: Language): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, RUNNERS[language].command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export interface GuideProgram extends AsyncDisposable {
  url: string;
  /** What it has printed, without its log. */
  output(): string;
}

/** Runs a program that listens on `PORT`, until it does. */
export async function startProgram(
  language: Language,
  source: string,
  environment: Record<string, string>,
): Promise<GuideProgram> {
  const runner = RUNNERS[language];
  const folder = await mkdtemp(path.join(cache, 'guide-'));
  await writeFile(path.join(folder, runner.file), source);
  const port = await findFreePort(19_400);
  const child = spawn(runner.command, [...runner.arguments, runner.file], {
    cwd: folder,
    // `go run` starts a process of its own: both are ended as a group.
    detached: true,
    env: {
      ...process.env,
      GO111MODULE: 'off',
      CGO_ENABLED: '0',
      GOCACHE: path.join(cache, 'muster-go'),
      ...environment,
      PORT: String(port),
    },
  });
  let output = '';
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const ended = once(child, 'exit');
  const program = {
    url: `http://127.0.0.1:${port}/`,
    output: () => output,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
  while (!(await isListening(port))) {
    if (child.exitCode !== null) throw new Error(`The ${language} program ended: ${log}`);
    await delay(50);
  }
  return program;
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
