import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../src/lib/duration.ts';
import { deliverDue, getDelivery, listDeliveries, redeliver } from '../../../src/webhooks/index.ts';
import { startReceiver, type Answer, type Receiver } from './receiver.ts';
import { addEndpoint, announce, createWorld, CURSOR_KEY, deliveriesOf, type World } from './setup.ts';

let receiver: Receiver;
let world: World;

beforeEach(async () => {
  receiver = await startReceiver();
  world = await createWorld({
    allowedPrivateHosts: [receiver.host],
    settings: { attemptTimeoutMs: 400 },
  });
  await addEndpoint(world, `${receiver.origin}/hooks`);
});

afterEach(async () => {
  await world[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

/** What is kept of the answer. */
async function keptOf(answer: Answer) {
  receiver.answer('/hooks', answer);
  await announce(world, 1);
  await deliverDue(world);
  const [delivery] = await deliveriesOf(world);
  return (await getDelivery(world, world.organizationId, delivery!.id)).attempts[0]!;
}

const endWith =
  (status: number, body: string | Buffer, headers = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, headers).end(body);

it('keeps what the receiver said, of failures too', async () => {
  expect(await keptOf(endWith(422, '{"error":"Zoë is unknown"}'))).toMatchObject({
    status_code: 422,
    failure: null,
    answer: '{"error":"Zoë is unknown"}',
  });
});

it('keeps what was said at each attempt, also when it is sent again', async () => {
  receiver.answer('/hooks', endWith(500, 'not yet'));
  await announce(world, 1);
  await deliverDue(world);
  receiver.answer('/hooks', endWith(200, 'now'));
  world.clock.advance(MINUTE_MS);
  await deliverDue(world);
  const { id } = (await deliveriesOf(world))[0]!;
  receiver.answer('/hooks', endWith(409, 'had it'));
  await redeliver(world, world.organizationId, id);
  await deliverDue(world);
  const { attempts } = await getDelivery(world, world.organizationId, id);
  expect(
    attempts.map(({ attempt_number, status_code, answer }) => [attempt_number, status_code, answer]),
  ).toEqual([
    [1, 500, 'not yet'],
    [2, 200, 'now'],
    [3, 409, 'had it'],
  ]);
  expect((await deliveriesOf(world))[0]!.attempts.map((attempt) => attempt.status_code)).toEqual([
    500, 200, 409,
  ]);
});

it('nothing said is null', async () => {
  expect((await keptOf(endWith(204, ''))).answer).toBeNull();
});

it('keeps 16,384 bytes and no more', async () => {
  expect((await keptOf(endWith(200, 'a'.repeat(16_384)))).answer).toBe('a'.repeat(16_384));
  expect((await keptOf(endWith(200, `${'b'.repeat(16_384)}tail`))).answer).toBe('b'.repeat(16_384));
});

it('replaces what no text may hold', async () => {
  expect((await keptOf(endWith(200, Buffer.from([0x61, 0x00, 0xff, 0x62])))).answer).toBe('a\ufffd\ufffdb');
});

it('asks for nothing packed, and unpacks nothing', async () => {
  const packed = gzipSync(Buffer.alloc(50 * 1024 * 1024));
  const kept = await keptOf(endWith(200, packed, { 'content-encoding': 'gzip' }));
  expect(receiver.requests[0]!.headers['accept-encoding']).toBe('identity');
  expect(kept.answer!.length).toBeLessThanOrEqual(16_384);
});

it('a drip that never ends ends with the time for the whole exchange; the status counts and its connection is closed', async () => {
  let dripped = 0;
  let whenClosed: Promise<unknown> | undefined;
  const kept = await keptOf((response) => {
    whenClosed = once(response, 'close');
    response.writeHead(200);
    const timer = setInterval(() => void ((dripped += 1), response.write('x')), 10);
    response.on('close', () => clearInterval(timer));
  });
  await whenClosed;
  expect(kept).toMatchObject({ status_code: 200, answer: expect.stringMatching(/^x+$/) });
  expect(kept.duration_ms).toBeGreaterThanOrEqual(390);
  expect(kept.answer!.length).toBeLessThanOrEqual(dripped);
});

it('a head that never ends is a timeout', async () => {
  expect(await keptOf((response) => void response.writeProcessing())).toMatchObject({
    status_code: null,
    failure: 'timeout',
    answer: null,
  });
});

it('the list leaves answers out', async () => {
  await keptOf(endWith(200, 'said'));
  const input = { organizationId: world.organizationId, filters: {}, pageSize: 10 };
  const page = await listDeliveries({ db: world.db, cursorKey: CURSOR_KEY }, input);
  expect(JSON.stringify(page)).not.toContain('said');
});
