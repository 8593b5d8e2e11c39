import type { LookupFunction } from 'node:net';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../src/db/transaction.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../src/lib/duration.ts';
import {
  appendEvent,
  deliverDue,
  dispatchOutbox,
  getEndpoint,
  nextDueAt,
  redeliver,
  updateEndpoint,
} from '../../../src/webhooks/index.ts';
import { answerStatus, startReceiver, type ReceivedRequest, type Receiver } from './receiver.ts';
import { addEndpoint, announce, createWorld, deliveriesOf, type World, type WorldOptions } from './setup.ts';

let receiver: Receiver;
let world: World;

beforeEach(async () => {
  receiver = await startReceiver();
  world = await createWorld({ allowedPrivateHosts: [receiver.host] });
});

afterEach(async () => {
  await world[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

/** The same receiver in another world. */
async function changeWorld(options: WorldOptions): Promise<void> {
  await world[Symbol.asyncDispose]();
  world = await createWorld({ allowedPrivateHosts: [receiver.host], ...options });
}

async function onlyDelivery() {
  const deliveries = await deliveriesOf(world);
  expect(deliveries).toHaveLength(1);
  return deliveries[0]!;
}

const verify = (secret: string, request: ReceivedRequest): unknown =>
  new Webhook(secret).verify(request.body, request.headers as Record<string, string>);

describe('what is sent', () => {
  it('verifies with the published library, and is exactly type, timestamp and the stored data', async () => {
    const endpoint = await addEndpoint(world, `${receiver.origin}/hooks`);
    // Key order, a float's spelling and characters beyond ASCII must come through as they were stored.
    const stored = '{"z": 1.10, "a": {"name": "Zoë 🦉", "n": 12345678901234567890}, "list": [null, 1e3]}';
    const eventId = await insertEvent(stored);
    await dispatchOutbox(world);
    expect(await deliverDue(world)).toEqual({ attempted: 1 });

    const [request] = receiver.requests;
    expect(request!.body).toBe(
      `{"type":"employee.created","timestamp":"2026-11-22T04:00:00.123456Z","data":${stored}}`,
    );
    expect(request!.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Muster-Test/1',
      'webhook-id': eventId,
      'webhook-timestamp': String(Math.floor(world.clock.now().getTime() / 1000)),
    });
    expect(verify(endpoint.secret, request!)).toEqual(JSON.parse(request!.body));
    const tampered = { ...request!, body: request!.body.replace('1.10', '1.20') };
    expect(() => verify(endpoint.secret, tampered)).toThrow('No matching signature');
  });

  it('is signed with the secret of each endpoint alone', async () => {
    const a = await addEndpoint(world, `${receiver.origin}/a`);
    const b = await addEndpoint(world, `${receiver.origin}/b`);
    await announce(world, 1);
    await deliverDue(world);
    const [atA, atB] = [receiver.at('/a')[0]!, receiver.at('/b')[0]!];
    expect(verify(a.secret, atA)).toMatchObject({ type: 'employee.created' });
    expect(verify(b.secret, atB)).toMatchObject({ type: 'employee.created' });
    expect(() => verify(a.secret, atB)).toThrow('No matching signature');
  });

  it('leaves a record of the attempt', async () => {
    await addEndpoint(world, `${receiver.origin}/hooks`);
    await announce(world, 1);
    await deliverDue(world);
    expect(await onlyDelivery()).toMatchObject({
      state: 'succeeded',
      attempt_count: 1,
      next_attempt_at: null,
      finished_at: expect.stringMatching(/Z$/),
      attempts: [{ attempt_number: 1, status_code: 204, failure: null, duration_ms: expect.any(Number) }],
    });
    expect(await deliverDue(world)).toEqual({ attempted: 0 });
    expect(receiver.requests).toHaveLength(1);
  });

  async function insertEvent(data: string): Promise<string> {
    const scope = { organizationId: world.organizationId, linkedAccountId: null };
    const id = await inTransaction(world.db, (trx) =>
      appendEvent(trx, scope, { type: 'employee.created', data: {} }),
    );
    await sql`
      update outbox_events set data = ${data}::json, occurred_at = '2026-11-22T04:00:00.123456Z'
       where id = ${id}`.execute(world.db);
    return id;
  }
});

describe('retries', () => {
  it('makes ten attempts on schedule with one webhook-id, then ends as failed', async () => {
    // The least that jitter makes of it.
    world.random = () => 0;
    receiver.answer('/hooks', answerStatus(500));
    await addEndpoint(world, `${receiver.origin}/hooks`);
    const [eventId] = await announce(world, 1);
    const start = world.clock.now().getTime();
    const at: number[] = [];
    for (let due = await nextDueAt(world); due !== null; due = await nextDueAt(world)) {
      world.clock.set(new Date(new Date(due).getTime() - 1));
      expect(await deliverDue(world)).toEqual({ attempted: 0 });
      world.clock.set(due);
      expect(await deliverDue(world)).toEqual({ attempted: 1 });
      at.push(world.clock.now().getTime() - start);
    }
    const waits = at.map((time, index) => time - (at[index - 1] ?? 0));
    expect(waits).toEqual([
      0,
      4 * SECOND_MS,
      4 * MINUTE_MS,
      24 * MINUTE_MS,
      2 * HOUR_MS,
      5 * HOUR_MS,
      10 * HOUR_MS,
      14 * HOUR_MS,
      20 * HOUR_MS,
      24 * HOUR_MS,
    ]);
    expect(new Set(receiver.requests.map((request) => request.headers['webhook-id']))).toEqual(
      new Set([eventId]),
    );
    expect(new Set(receiver.requests.map((request) => request.body)).size).toBe(1);
    expect(new Set(receiver.requests.map((request) => request.headers['webhook-timestamp'])).size).toBe(10);
    const delivery = await onlyDelivery();
    expect(delivery).toMatchObject({ state: 'failed', attempt_count: 10, next_attempt_at: null });
    expect(delivery.attempts.map((attempt) => attempt.status_code)).toEqual(Array(10).fill(500));
  });

  it('signs each attempt with its own time', async () => {
    const { secret } = await addEndpoint(world, `${receiver.origin}/hooks`);
    receiver.answer('/hooks', answerStatus(503));
    await announce(world, 1);
    await deliverDue(world);
    receiver.answer('/hooks', answerStatus(200));
    world.clock.advance(5 * SECOND_MS);
    await deliverDue(world);
    expect(receiver.requests.map((request) => verify(secret, request))).toHaveLength(2);
    expect((await onlyDelivery()).state).toBe('succeeded');
  });

  it('waits as long as Retry-After asks', async () => {
    receiver.answer('/hooks', answerStatus(429, { 'retry-after': '90' }));
    await addEndpoint(world, `${receiver.origin}/hooks`);
    await announce(world, 1);
    await deliverDue(world);
    const waitMs = new Date((await nextDueAt(world))!).getTime() - world.clock.now().getTime();
    expect(waitMs).toBe(90 * SECOND_MS);
  });

  it.each([400, 401, 404, 422, 500, 502])('tries again after %i', async (status) => {
    receiver.answer('/hooks', answerStatus(status));
    await addEndpoint(world, `${receiver.origin}/hooks`);
    await announce(world, 1);
    await deliverDue(world);
    expect(await onlyDelivery()).toMatchObject({
      state: 'pending',
      attempts: [{ status_code: status, failure: null }],
    });
  });

  it('takes a redirect for a failure and does not follow it', async () => {
    receiver.answer('/hooks', answerStatus(307, { location: `${receiver.origin}/elsewhere` }));
    await addEndpoint(world, `${receiver.origin}/hooks`);
    await announce(world, 1);
    await deliverDue(world);
    expect(await onlyDelivery()).toMatchObject({ state: 'pending', attempts: [{ status_code: 307 }] });
    expect(receiver.at('/elsewhere')).toHaveLength(0);
  });
});

describe('a hostile or broken receiver', () => {
  it('hangs: timeout', async () => {
    await changeWorld({ settings: { attemptTimeoutMs: 100 } });
    receiver.answer('/hooks', () => undefined);
    await addEndpoint(world, `${receiver.origin}/hooks`);
    await announce(world, 1);
    await deliverDue(world);
    expect(await onlyDelivery()).toMatchObject({
      state: 'pending',
      attempts: [{ attempt_number: 1, status_code: null, failure: 'timeout' }],
    });
  });

  it('cuts the connection: reset', async () => {
    receiver.answer('/hooks', (response) => void response.socket!.resetAndDestroy());
    await addEndpoint(world, `${receiver.origin}/hooks`);
    await announce(world, 1);
    await deliverDue(world);
    expect((await onlyDelivery()).attempts).toMatchObject([{ status_code: null, failure: 'reset' }]);
  });

  it('has no name any more: dns', async () => {
    const lookup: LookupFunction = (_, __, callback) =>
      callback(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), '');
    await changeWorld({ lookup });
    await addEndpoint(world, 'https://gone.example.com/hooks');
    await announce(world, 1);
    await deliverDue(world);
    expect((await onlyDelivery()).attempts).toMatchObject([{ status_code: null, failure: 'dns' }]);
  });

  it('rebinds its name to a private address: refused_address, and no connection is made', async () => {
    let connections = 0;
    const listener = createServer((socket) => void ((connections += 1), socket.destroy()));
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const port = (listener.address() as { port: number }).port;
    const answers = ['93.184.215.14', '127.0.0.1'];
    const lookup: LookupFunction = (_, options, callback) => {
      const address = answers.shift()!;
      return options.all ? callback(null, [{ address, family: 4 }]) : callback(null, address, 4);
    };
    await changeWorld({ lookup });
    await addEndpoint(world, `https://rebind.example.com:${port}/hooks`);
    await new Promise((resolve) => lookup('rebind.example.com', {}, resolve));
    await announce(world, 1);
    await deliverDue(world);
    expect((await onlyDelivery()).attempts).toMatchObject([
      { status_code: null, failure: 'refused_address' },
    ]);
    expect(answers).toEqual([]);
    expect(connections).toBe(0);
    listener.close();
  });

  it('answers without end: the status counts, and the connection is ended after 16 kB', async () => {
    let written = 0;
    let whenClosed: Promise<unknown> | undefined;
    receiver.answer('/hooks', (response) => {
      whenClosed = once(response, 'close');
      response.writeHead(200);
      const write = (): void => {
        if (response.destroyed) return;
        written += 65_536;
        if (response.write(Buffer.alloc(65_536))) setImmediate(write);
        else response.once('drain', write);
      };
      write();
    });
    await addEndpoint(world, `${receiver.origin}/hooks`);
    await announce(world, 1);
    await deliverDue(world);
    await whenClosed;
    expect((await onlyDelivery()).state).toBe('succeeded');
    expect(written).toBeLessThan(32 * 1024 * 1024);
  });

  it('answers with a gzip bomb: it is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    receiver.answer('/hooks', (response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    await addEndpoint(world, `${receiver.origin}/hooks`);
    await announce(world, 1);
    const before = process.memoryUsage.rss();
    await deliverDue(world);
    expect((await onlyDelivery()).state).toBe('succeeded');
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('holds up its own deliveries only', async () => {
    const held: (() => void)[] = [];
    receiver.answer('/slow', (response) => void held.push(() => response.writeHead(204).end()));
    await addEndpoint(world, `${receiver.origin}/slow`);
    await addEndpoint(world, `${receiver.origin}/fast`);
    await announce(world, 30);
    const working = deliverDue(world);
    await receiver.waitFor(34);
    expect(receiver.at('/fast')).toHaveLength(30);
    expect(receiver.at('/slow')).toHaveLength(4);
    receiver.answer('/slow', answerStatus(204));
    for (const release of held) release();
    expect(await working).toEqual({ attempted: 60 });
  });

  it('does not keep others from what becomes due later', async () => {
    await changeWorld({ settings: { attemptTimeoutMs: 120_000 } });
    let release: () => void = () => undefined;
    receiver.answer('/slow', (response) => void (release = () => response.writeHead(204).end()));
    await addEndpoint(world, `${receiver.origin}/slow`, ['employee.created']);
    await addEndpoint(world, `${receiver.origin}/fast`, ['employee.updated']);
    await announce(world, 1, 'employee.created');
    const working = deliverDue(world);
    await receiver.waitFor(1);
    await announce(world, 1, 'employee.updated');
    await receiver.waitFor(2);
    expect(receiver.at('/fast')).toHaveLength(1);
    release();
    expect(await working).toEqual({ attempted: 2 });
  });
});

describe('the end of an endpoint', () => {
  it('410 disables it at once; its other deliveries stay where they are', async () => {
    await changeWorld({ settings: { perEndpointConcurrency: 1 } });
    receiver.answer('/hooks', answerStatus(410));
    const endpoint = await addEndpoint(world, `${receiver.origin}/hooks`);
    await announce(world, 2);
    expect(await deliverDue(world)).toEqual({ attempted: 1 });
    expect(await getEndpoint(world, world.organizationId, endpoint.id)).toMatchObject({
      status: 'disabled',
      disabled_reason: 'gone',
    });
    const deliveries = await deliveriesOf(world);
    expect(deliveries.map((delivery) => delivery.state).sort()).toEqual(['failed', 'pending']);
    await announce(world, 1);
    expect(await nextDueAt(world)).toBeNull();

    receiver.answer('/hooks', answerStatus(200));
    await updateEndpoint(world, world.organizationId, endpoint.id, { status: 'enabled' });
    expect(await deliverDue(world)).toEqual({ attempted: 1 });
  });

  it('five days of nothing but failures disable it, and the log says so', async () => {
    receiver.answer('/hooks', answerStatus(500));
    const endpoint = await addEndpoint(world, `${receiver.origin}/hooks`);
    await announce(world, 1);
    await deliverDue(world);
    world.clock.advance(5 * DAY_MS - 1);
    await announce(world, 1);
    await deliverDue(world);
    expect(await getEndpoint(world, world.organizationId, endpoint.id)).toMatchObject({ status: 'enabled' });
    world.clock.advance(1);
    await announce(world, 1);
    await deliverDue(world);
    expect(await getEndpoint(world, world.organizationId, endpoint.id)).toMatchObject({
      status: 'disabled',
      disabled_reason: 'failing',
    });
    expect(world.lines.filter((line) => line.event === 'webhook_endpoint_disabled')).toMatchObject([
      { level: 'warn', fields: { endpoint_id: endpoint.id, organization_id: world.organizationId } },
    ]);
  });

  it('one success in between starts the five days anew', async () => {
    receiver.answer('/hooks', answerStatus(500));
    const endpoint = await addEndpoint(world, `${receiver.origin}/hooks`);
    await announce(world, 1);
    await deliverDue(world);
    expect((await getEndpoint(world, world.organizationId, endpoint.id)).failing_since).not.toBeNull();
    world.clock.advance(4 * DAY_MS);
    receiver.answer('/hooks', answerStatus(200));
    await announce(world, 1);
    await deliverDue(world);
    expect((await getEndpoint(world, world.organizationId, endpoint.id)).failing_since).toBeNull();
    receiver.answer('/hooks', answerStatus(500));
    world.clock.advance(2 * DAY_MS);
    await announce(world, 1);
    await deliverDue(world);
    expect(await getEndpoint(world, world.organizationId, endpoint.id)).toMatchObject({ status: 'enabled' });
  });
});

describe('redelivery', () => {
  it('sends again with the same webhook-id, one attempt once ten are used', async () => {
    receiver.answer('/hooks', answerStatus(500));
    await addEndpoint(world, `${receiver.origin}/hooks`);
    const [eventId] = await announce(world, 1);
    for (let due = await nextDueAt(world); due !== null; due = await nextDueAt(world)) {
      world.clock.set(due);
      await deliverDue(world);
    }
    const failed = await onlyDelivery();
    expect(await redeliver(world, world.organizationId, failed.id)).toMatchObject({
      id: failed.id,
      state: 'pending',
    });
    await deliverDue(world);
    expect(await onlyDelivery()).toMatchObject({ state: 'failed', attempt_count: 11 });

    receiver.answer('/hooks', answerStatus(200));
    await redeliver(world, world.organizationId, failed.id);
    await deliverDue(world);
    expect(await onlyDelivery()).toMatchObject({ state: 'succeeded', attempt_count: 12 });
    expect(receiver.requests).toHaveLength(12);
    expect(receiver.requests.at(-1)!.headers['webhook-id']).toBe(eventId);
  });

  it('is refused for a disabled endpoint', async () => {
    const endpoint = await addEndpoint(world, `${receiver.origin}/hooks`);
    await announce(world, 1);
    await deliverDue(world);
    await updateEndpoint(world, world.organizationId, endpoint.id, { status: 'disabled' });
    await expect(redeliver(world, world.organizationId, (await onlyDelivery()).id)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'endpoint_disabled',
    });
  });
});

describe('our own faults', () => {
  it('a secret that does not open is logged without it, and holds up no other endpoint', async () => {
    const broken = await addEndpoint(world, `${receiver.origin}/broken`);
    await addEndpoint(world, `${receiver.origin}/fine`);
    await sql`update webhook_endpoint_secrets set sealed = '\\x01' where endpoint_id = ${broken.id}`.execute(
      world.db,
    );
    await announce(world, 1);
    expect(await deliverDue(world)).toEqual({ attempted: 2 });
    expect(receiver.requests.map((request) => request.path)).toEqual(['/fine']);
    expect(world.lines.filter((line) => line.level === 'error')).toMatchObject([
      {
        event: 'webhook_attempt_not_recorded',
        fields: { endpoint_id: broken.id, error: { code: 'unseal_failed' } },
      },
    ]);
  });

  it('after the signal nothing more is claimed, and what is under way is recorded', async () => {
    const abort = new AbortController();
    let release: () => void = () => undefined;
    receiver.answer('/hooks', (response) => void (release = () => response.writeHead(204).end()));
    await changeWorld({ settings: { concurrency: 1 } });
    await addEndpoint(world, `${receiver.origin}/hooks`);
    await announce(world, 3);
    const working = deliverDue(world, { signal: abort.signal });
    await receiver.waitFor(1);
    abort.abort();
    release();
    expect(await working).toEqual({ attempted: 1 });
    const deliveries = await deliveriesOf(world);
    expect(deliveries.filter((delivery) => delivery.state === 'succeeded')).toHaveLength(1);
  });
});
