import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect, it } from 'vitest';
import { claimClusterName } from '../../src/db/cluster-claim.ts';
import { startEmbeddedPostgres } from '../../src/db/embedded-postgres.ts';
import { findFreePort } from '../../src/lib/free-port.ts';

interface Checkout extends AsyncDisposable {
  root: string;
}

async function makeCheckout(): Promise<Checkout> {
  const root = await mkdtemp(path.join(tmpdir(), 'muster-checkout-'));
  const hash = createHash('sha256').update(root).digest('hex').slice(0, 12);
  return {
    root,
    async [Symbol.asyncDispose]() {
      await rm(root, { recursive: true, force: true });
      await rm(`/var/tmp/muster-${hash}`, { recursive: true, force: true });
    },
  };
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}

/** An owner in a process of its own that is killed without a chance to stop its server. Returns what it printed. */
async function startAndKillOwner(root: string): Promise<string> {
  const code = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(path.resolve('src/db/embedded-postgres.ts'))});
    const postgres = await startEmbeddedPostgres({ projectRoot: ${JSON.stringify(root)}, name: 'demo', preferredPort: 45500 });
    await postgres.recreateDatabase('kept');
    console.log(postgres.urlOf('kept'));
    setInterval(() => undefined, 1000);`;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve) => {
    owner.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
  });
  await query(url, 'create table proof (word text); ');
  const ended = new Promise((resolve) => owner.once('exit', resolve));
  owner.kill('SIGKILL');
  await ended;
  return url;
}

it('stops the server that a killed owner left behind, and uses its data again', async () => {
  await using checkout = await makeCheckout();
  const oldUrl = await startAndKillOwner(checkout.root);
  await using postgres = await startEmbeddedPostgres({
    projectRoot: checkout.root,
    name: 'demo',
    preferredPort: 45_600,
  });
  await expect(query(oldUrl, 'select 1')).rejects.toThrowError();
  expect(await query(postgres.urlOf('kept'), 'select * from proof')).toEqual([]);
});

it('moves on to the next free port, and two clusters of one checkout run side by side', async () => {
  await using checkout = await makeCheckout();
  const port = await findFreePort(45_700);
  const occupier = createServer().listen(port, '127.0.0.1');
  await using first = await startEmbeddedPostgres({
    projectRoot: checkout.root,
    name: 'one',
    preferredPort: port,
  });
  await using second = await startEmbeddedPostgres({
    projectRoot: checkout.root,
    name: 'two',
    preferredPort: port,
  });
  // Whoever else is on this machine may take or leave the ports between.
  expect(first.port).toBeGreaterThan(port);
  expect(second.port).toBeGreaterThan(port);
  expect(second.port).not.toBe(first.port);
  expect(await query(second.urlOf('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
  occupier.close();
});

it('gives another name while a living process holds one, and the same again after its end', async () => {
  await using checkout = await makeCheckout();
  const holder = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `const { claimClusterName } = await import(${JSON.stringify(path.resolve('src/db/cluster-claim.ts'))});
     console.log(await claimClusterName(${JSON.stringify(checkout.root)}, 'demo'));
     setInterval(() => undefined, 1000);`,
  ]);
  const held = await new Promise<string>((resolve) => {
    holder.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
  });
  expect(held).toBe('demo');
  expect(await claimClusterName(checkout.root, 'demo')).toBe('demo-2');
  const ended = new Promise((resolve) => holder.once('exit', resolve));
  holder.kill('SIGKILL');
  await ended;
  expect(await claimClusterName(checkout.root, 'demo')).toBe('demo');
});
