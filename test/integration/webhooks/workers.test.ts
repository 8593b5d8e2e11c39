import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Db } from '../../../src/db/client.ts';
import { deliverDue, redeliver, rotateSecret } from '../../../src/webhooks/index.ts';
import { isSigned } from '../../support/webhook-receiver.ts';
import { startReceiver, answerStatus, type Receiver } from './receiver.ts';
import { addEndpoint, announce, createWorld, deliveriesOf, expireLeases, type World } from './setup.ts';

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

const eightWorkers = () => Promise.all(Array.from({ length: 8 }, () => deliverDue(world)));

it('eight workers post each attempt of each event to each endpoint once', async () => {
  const paths = ['/a', '/b', '/c'];
  for (const at of paths) await addEndpoint(world, `${receiver.origin}${at}`);
  receiver.answer('/b', answerStatus(500));
  const eventIds = await announce(world, 300);
  const first = await eightWorkers();
  world.clock.advance(60_000);
  const second = await eightWorkers();

  const sum = (passes: { attempted: number }[]) => passes.reduce((total, pass) => total + pass.attempted, 0);
  expect(sum(first)).toBe(900);
  expect(sum(second)).toBe(300);
  const posted = receiver.requests.map(
    (request) =>
      `${request.path} ${String(request.headers['webhook-id'])} ${String(request.headers['webhook-timestamp'])}`,
  );
  expect(posted).toHaveLength(1200);
  expect(new Set(posted).size).toBe(1200);
  for (const at of paths) {
    expect(new Set(receiver.at(at).map((request) => request.headers['webhook-id']))).toEqual(
      new Set(eventIds),
    );
  }
});

it('no endpoint has more under way than its share, however many workers there are', async () => {
  const held: (() => void)[] = [];
  receiver.answer('/hooks', (response) => void held.push(() => response.writeHead(204).end()));
  await addEndpoint(world, `${receiver.origin}/hooks`);
  await announce(world, 40);
  const working = eightWorkers();
  await receiver.waitFor(4);
  expect(await deliverDue(world)).toEqual({ attempted: 0 });
  expect(receiver.requests).toHaveLength(4);
  receiver.answer('/hooks', answerStatus(204));
  for (const release of held) release();
  await working;
  expect(receiver.requests).toHaveLength(40);
});

it('of two that look at an endpoint in the same moment one works for it', async () => {
  const held: (() => void)[] = [];
  receiver.answer('/hooks', (response) => void held.push(() => response.writeHead(204).end()));
  await addEndpoint(world, `${receiver.origin}/hooks`);
  await announce(world, 40);
  const working = await world.db.transaction().execute(async (trx) => {
    await sql`select from webhook_endpoints for update`.execute(trx);
    const both = [deliverDue(world), deliverDue(world)] as const;
    await vi.waitUntil(async () => (await countBlocked(world.db)) === 2, { timeout: 5000 });
    return both;
  });
  // The one that came too late has nothing to wait for.
  expect(await Promise.race(working)).toEqual({ attempted: 0 });
  expect(receiver.requests.length).toBeLessThanOrEqual(4);
  receiver.answer('/hooks', answerStatus(204));
  await receiver.waitFor(4);
  for (const release of held) release();
  const passes = await Promise.all(working);
  expect(passes.map(({ attempted }) => attempted).sort((a, b) => a - b)).toEqual([0, 40]);
});

it('what becomes due while an endpoint keeps its attempts waiting is looked for when it is told, not when the time has come', async () => {
  const held: (() => void)[] = [];
  receiver.answer('/hang', (response) => void held.push(() => response.writeHead(204).end()));
  await addEndpoint(world, `${receiver.origin}/hang`, ['group.created']);
  await addEndpoint(world, `${receiver.origin}/hooks`, ['employee.created']);
  await announce(world, 1, 'group.created');
  const wake = Promise.withResolvers<() => void>();
  const working = deliverDue(world, { onWake: wake.resolve, lookAgainMs: 600_000 });
  await receiver.waitFor(1);
  for (const count of [2, 3]) {
    await announce(world, 1, 'employee.created');
    (await wake.promise)();
    await receiver.waitFor(count);
  }
  for (const release of held) release();
  expect(await working).toEqual({ attempted: 3 });
});

it('nobody waits behind an endpoint that is long in answering: what was claimed for it is free again after a second', async () => {
  const held: (() => void)[] = [];
  receiver.answer('/hooks', (response) => void held.push(() => response.writeHead(204).end()));
  await addEndpoint(world, `${receiver.origin}/hooks`);
  await announce(world, 40);
  const working = deliverDue(world);
  await receiver.waitFor(4);
  expect(await countLeased(world.db)).toBeGreaterThan(4);
  await vi.waitUntil(async () => (await countLeased(world.db)) === 4, { timeout: 5000 });
  expect(receiver.requests).toHaveLength(4);
  receiver.answer('/hooks', answerStatus(204));
  for (const release of held) release();
  expect(await working).toEqual({ attempted: 40 });
});

it('what was claimed of an endpoint that turns out to fail is not tried at its cost', async () => {
  world.config.webhooks.perEndpointConcurrency = 1;
  receiver.answer('/hooks', answerStatus(410));
  await addEndpoint(world, `${receiver.origin}/hooks`);
  await announce(world, 3);
  expect(await deliverDue(world)).toEqual({ attempted: 1 });
  expect(await countLeased(world.db)).toBe(0);
});

it('a worker killed between post and record: the event is sent again with the same webhook-id, after the lease', async () => {
  await addEndpoint(world, `${receiver.origin}/hooks`);
  const [eventId] = await announce(world, 1);
  receiver.answer('/hooks', () => undefined);
  const child = fork(path.join(import.meta.dirname, 'deliver-in-child.ts'), [
    world.url,
    world.keys,
    receiver.host,
  ]);
  child.send('deliver');
  await receiver.waitFor(1);
  child.kill('SIGKILL');
  await once(child, 'exit');

  receiver.answer('/hooks', answerStatus(204));
  world.clock.set(new Date());
  expect(await deliverDue(world)).toEqual({ attempted: 0 });
  await expireLeases(world);
  expect(await deliverDue(world)).toEqual({ attempted: 1 });
  expect(receiver.requests.map((request) => request.headers['webhook-id'])).toEqual([eventId, eventId]);
  const deliveries = await deliveriesOf(world);
  expect(deliveries).toMatchObject([
    { state: 'succeeded', attempt_count: 1, attempts: [{ attempt_number: 1 }] },
  ]);
});

it('a worker that slept through its lease records nothing', async () => {
  let wakeUp: () => void = () => undefined;
  receiver.answer('/hooks', (response) => void (wakeUp = () => response.writeHead(500).end()));
  await addEndpoint(world, `${receiver.origin}/hooks`);
  await announce(world, 1);
  // It sleeps: it does not look for more meanwhile.
  const sleep = new AbortController();
  const sleeper = deliverDue(world, { signal: sleep.signal });
  await receiver.waitFor(1);
  sleep.abort();
  await expireLeases(world);
  receiver.answer('/hooks', answerStatus(204));
  expect(await deliverDue(world)).toEqual({ attempted: 1 });
  wakeUp();
  await sleeper;

  const deliveries = await deliveriesOf(world);
  expect(deliveries).toMatchObject([
    { state: 'succeeded', attempt_count: 1, attempts: [{ status_code: 204 }] },
  ]);
  expect(world.lines.map((line) => line.event)).toContain('webhook_delivery_taken_over');
});

it('a worker that slept through its lease does not end what was asked for again meanwhile', async () => {
  let wakeUp: () => void = () => undefined;
  receiver.answer('/hooks', (response) => void (wakeUp = () => response.writeHead(204).end()));
  await addEndpoint(world, `${receiver.origin}/hooks`);
  const [eventId] = await announce(world, 1);
  const sleep = new AbortController();
  const sleeper = deliverDue(world, { signal: sleep.signal });
  await receiver.waitFor(1);
  sleep.abort();
  await expireLeases(world);
  receiver.answer('/hooks', answerStatus(204));
  await deliverDue(world);
  const [done] = await deliveriesOf(world);
  expect(done).toMatchObject({ state: 'succeeded', attempt_count: 1 });

  let answer: () => void = () => undefined;
  receiver.answer('/hooks', (response) => void (answer = () => response.writeHead(503).end()));
  await redeliver(world, world.organizationId, done!.id);
  const again = deliverDue(world);
  await receiver.waitFor(3);
  wakeUp();
  await sleeper;
  expect(await deliveriesOf(world)).toMatchObject([{ state: 'pending', attempt_count: 1 }]);
  answer();
  await again;
  expect(await deliveriesOf(world)).toMatchObject([
    { state: 'pending', attempts: [{ status_code: 204 }, { status_code: 503 }] },
  ]);
  expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual(Array(3).fill(eventId));
});

it('what is asked for again while its attempt is under way is not sent twice at once, and ends with it', async () => {
  let answer: () => void = () => undefined;
  receiver.answer('/hooks', (response) => void (answer = () => response.writeHead(204).end()));
  await addEndpoint(world, `${receiver.origin}/hooks`);
  await announce(world, 1);
  const attempt = deliverDue(world);
  await receiver.waitFor(1);
  const [delivery] = await deliveriesOf(world);
  await redeliver(world, world.organizationId, delivery!.id);
  expect(await deliverDue(world)).toEqual({ attempted: 0 });
  answer();
  await attempt;
  expect(await deliveriesOf(world)).toMatchObject([{ state: 'succeeded', attempt_count: 1 }]);
  expect(receiver.requests).toHaveLength(1);
});

it('a place that becomes free while a claim is being made is used by the next claim', async () => {
  world.config.webhooks.perEndpointConcurrency = 1;
  let release: () => void = () => undefined;
  receiver.answer('/hooks', (response) => void (release = () => response.writeHead(204).end()));
  await addEndpoint(world, `${receiver.origin}/hooks`);
  await announce(world, 2);
  // Transactions come as: first claim, second claim, whose place is taken until the first attempt is recorded.
  aroundTransactions(world.db, async (nth, run) => {
    const result = await run();
    if (nth === 2) {
      receiver.answer('/hooks', answerStatus(204));
      release();
      await vi.waitUntil(() => isAnyRecorded(world.db), { timeout: 5000 });
    }
    return result;
  });
  expect(await deliverDue(world)).toEqual({ attempted: 2 });
});

it('what was being claimed while its endpoint failed is claimed anew before it is tried: it goes with the secrets of now', async () => {
  let fail: () => void = () => undefined;
  receiver.answer('/hooks', (response) => void (fail = () => response.writeHead(401).end()));
  const endpoint = await addEndpoint(world, `${receiver.origin}/hooks`);
  await announce(world, 1);
  let secret = endpoint.secret;
  aroundTransactions(world.db, async (_nth, run) => {
    const result = await run();
    // The second event has just been claimed, with the secrets that the endpoint had.
    if (secret === endpoint.secret && (await countLeased(world.db)) === 2) {
      secret = '';
      ({ secret } = await rotateSecret(world, world.organizationId, endpoint.id));
      receiver.answer('/hooks', answerStatus(204));
      fail();
      await vi.waitUntil(() => isAnyRecorded(world.db), { timeout: 5000 });
    }
    return result;
  });
  const delivering = deliverDue(world);
  await receiver.waitFor(1);
  await announce(world, 1);
  await delivering;
  expect(receiver.requests).toHaveLength(2);
  expect(receiver.requests.map(({ headers, body }) => isSigned(secret, headers, body))).toEqual([
    false,
    true,
  ]);
});

async function countBlocked(db: Db): Promise<number> {
  const { rows } = await sql`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
  return rows.length;
}

async function countLeased(db: Db): Promise<number> {
  const { rows } = await sql`select from pending_deliveries where lease_until > now()`.execute(db);
  return rows.length;
}

async function isAnyRecorded(db: Db): Promise<boolean> {
  const rows = await db.selectFrom('delivery_attempts').select('attempt_number').execute();
  return rows.length > 0;
}

/** Gives a say in when each transaction's result is handed on, from now to the end of the test. */
function aroundTransactions(
  db: Db,
  around: (nth: number, run: () => Promise<unknown>) => Promise<unknown>,
): void {
  const begin = db.transaction.bind(db);
  let count = 0;
  const execute = (work: never): Promise<unknown> => {
    count += 1;
    return around(count, () => begin().execute(work));
  };
  vi.spyOn(db, 'transaction').mockImplementation(() => ({ execute }) as never);
}
