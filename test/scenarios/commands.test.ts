import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import nodemailer from 'nodemailer';
import tlsOptions from 'smtp-server/lib/tls-options.js';
import { request } from 'undici';
import { expect, it, vi } from 'vitest';
import { parseToken } from '../../src/crypto/token-hash.ts';
import { findFreePort } from '../../src/lib/free-port.ts';
import { startCommand } from '../support/command.ts';
import { createTestDatabase } from '../support/database.ts';

function settings(databaseUrl: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    LINK_MAIL_DOMAIN: 'link.partner.example',
    MUSTER_SEALING_KEYS: `test:${randomBytes(32).toString('base64')}`,
  };
}

it('does not start on an incomplete configuration, and says everything that is missing at once', async () => {
  const command = startCommand(['api'], { MUSTER_HTTP_PORT: 'eighty' });
  expect(await command.ended).toBe(1);
  for (const name of ['DATABASE_URL', 'MUSTER_SEALING_KEYS', 'LINK_MAIL_DOMAIN', 'MUSTER_HTTP_PORT']) {
    expect(command.stderr()).toContain(name);
  }
});

it('makes an organization and a key on the command line; the key opens the API', async () => {
  await using database = await createTestDatabase();
  const environment = settings(database.url);
  const organization = startCommand(['organization', 'create', '--name', 'Larkspur IT'], environment);
  expect(await organization.ended).toBe(0);
  const id = organization.stdout().trim();
  const key = startCommand(['api-key', 'create', '--organization', id, '--name', 'back end'], environment);
  expect(await key.ended).toBe(0);
  expect(parseToken(key.stdout().trim(), 'key')).toBe('live');
  const stored = await database.db.selectFrom('api_keys').selectAll().executeTakeFirstOrThrow();
  expect(JSON.stringify(stored)).not.toContain(key.stdout().trim());
  expect(stored.roles).toEqual(['read', 'sensitive', 'operate', 'administer']);
  const create = (...rest: string[]) =>
    startCommand(['api-key', 'create', '--organization', id, ...rest], environment);
  expect(await create('--name', 'reports', '--role', 'read', 'sensitive').ended).toBe(0);
  expect(await create('--name', 'odd', '--role', 'owner').ended).not.toBe(0);
  // A name is one key's alone.
  expect(await create('--name', 'reports').ended).not.toBe(0);
  const keys = await database.db.selectFrom('api_keys').select(['id', 'name', 'roles']).execute();
  expect(keys.map(({ name, roles }) => [name, roles.length])).toEqual([
    ['back end', 4],
    ['reports', 2],
  ]);
  const revoke = (keyId: string) =>
    startCommand(['api-key', 'revoke', keyId, '--organization', id], environment);
  expect(await revoke(keys[1]!.id).ended).toBe(0);
  // The last one that administers stays.
  expect(await revoke(keys[0]!.id).ended).not.toBe(0);
  const active = database.db.selectFrom('api_keys').select('id').where('revoked_at', 'is', null);
  expect(await active.execute()).toEqual([{ id: keys[0]!.id }]);
});

it('serves until SIGTERM, then drains and ends with code 0', async () => {
  await using database = await createTestDatabase();
  const port = await findFreePort(20_000 + Math.floor(Math.random() * 20_000));
  const command = startCommand(['all'], {
    ...settings(database.url),
    MUSTER_HTTP_PORT: String(port),
    MUSTER_SMTP_PORT: '0',
    MUSTER_MAX_EVENT_LOOP_DELAY_MS: '60000',
  });
  const isReady = async (): Promise<boolean> => {
    const answer = await request(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    await answer?.body.dump();
    return answer?.statusCode === 200;
  };
  await vi.waitUntil(isReady, { timeout: 30_000, interval: 100 });
  const metrics = await request(`http://127.0.0.1:${port}/metrics`);
  expect(await metrics.body.text()).toContain('muster_');
  command.process.kill('SIGTERM');
  expect(await command.ended).toBe(0);
  const { rowCount } = await database.pool.query(
    `select 1 from pg_stat_activity where application_name = 'muster-all' and datname = current_database()`,
  );
  expect(rowCount).toBe(0);
}, 60_000);

it('walks the whole road in one command and says so in one JSON line', async () => {
  const command = startCommand(['demo', '--once', '--json', '--port-base', '41000']);
  expect(await command.ended).toBe(0);
  const last = JSON.parse(command.stdout().trim().split('\n').at(-1)!) as Record<string, number> & {
    ok: boolean;
  };
  expect(last).toMatchObject({ ok: true, employees: 25, groups: 5 });
  expect(last['webhooks_received']).toBeGreaterThan(100);
  expect(last['webhooks_verified']).toBe(last['webhooks_received']);
}, 120_000);

it('fails with code 1 and the reason when the given report is no report', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'muster-demo-'));
  const file = path.join(folder, 'census.csv');
  await writeFile(file, 'Some,Other\nfile,here\n');
  const command = startCommand(['demo', '--once', '--json', '--census', file, '--port-base', '41100']);
  expect(await command.ended).toBe(1);
  const last = JSON.parse(command.stdout().trim().split('\n').at(-1)!) as { ok: boolean; error: string };
  expect(last.ok).toBe(false);
  expect(last.error).toMatch(/first sync.*failed/i);
  await rm(folder, { recursive: true });
}, 120_000);

it('offers STARTTLS where a certificate is configured, and the encrypted session goes on', async () => {
  await using database = await createTestDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'muster-tls-'));
  const [keyFile, certFile] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  // The pair that the library ships for localhost: public, so good for a test and nothing else.
  const pair = tlsOptions({}) as { key: string; cert: string };
  await writeFile(keyFile, pair.key);
  await writeFile(certFile, pair.cert);
  const port = await findFreePort(20_000 + Math.floor(Math.random() * 20_000));
  const command = startCommand(['mail'], {
    ...settings(database.url),
    MUSTER_SMTP_PORT: String(port),
    MUSTER_SMTP_TLS_KEY_FILE: keyFile,
    MUSTER_SMTP_TLS_CERT_FILE: certFile,
  });
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    requireTLS: true,
    tls: { rejectUnauthorized: false },
  });
  const isListening = (): Promise<boolean> =>
    transport.verify().then(
      () => true,
      () => false,
    );
  await vi.waitUntil(isListening, { timeout: 30_000, interval: 100 });
  const mail = { from: 'a@example.com', to: 'nobody@link.partner.example', subject: 'x', text: 'x' };
  await expect(transport.sendMail(mail)).rejects.toThrowError(/550/);
  command.process.kill('SIGTERM');
  expect(await command.ended).toBe(0);
  await rm(folder, { recursive: true });
}, 60_000);
