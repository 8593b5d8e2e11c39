import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HOUR_MS, SECOND_MS } from '../../src/lib/duration.ts';
import { deliverDue, replay, rotateSecret } from '../../src/webhooks/index.ts';
import {
  answerStatus,
  startReceiver,
  type ReceivedRequest,
  type Receiver,
} from '../integration/webhooks/receiver.ts';
import {
  addEndpoint,
  announce,
  createWorld,
  deliveriesOf,
  type World,
} from '../integration/webhooks/setup.ts';
import { isSigned } from '../support/webhook-receiver.ts';

const UNDER_WAY = 10;

let receiver: Receiver;
let world: World;
let endpoint: { id: string; secret: string };
beforeEach(async () => {
  receiver = await startReceiver();
  world = await createWorld({
    allowedPrivateHosts: [receiver.host],
    settings: { perEndpointConcurrency: UNDER_WAY },
  });
  endpoint = await addEndpoint(world, `${receiver.origin}/hooks`);
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const idOf = ({ headers }: ReceivedRequest): string => String(headers['webhook-id']);
const isBy = (secret: string, { headers, body }: ReceivedRequest): boolean => isSigned(secret, headers, body);

it('two rotations in the midst of a thousand deliveries lose none of them', async () => {
  const ids = (await announce(world, 1000)).sort();
  const { secret: first } = endpoint;
  let held = first;
  const accepted: string[] = [];
  // A receiver that trusts nothing but the newest secret, from the moment on that it is given to it.
  receiver.answer('/hooks', (response, request) => {
    const isTrusted = isBy(held, request);
    if (isTrusted) accepted.push(idOf(request));
    answerStatus(isTrusted ? 204 : 401)(response, request);
  });
  const rotate = async () => (held = (await rotateSecret(world, world.organizationId, endpoint.id)).secret);
  const delivering = deliverDue(world);
  await receiver.waitFor(300);
  await rotate();
  await receiver.waitFor(600);
  await rotate();
  await delivering;

  // Whoever holds the first secret has had to refuse nothing.
  expect(receiver.requests.filter((request) => !isBy(first, request))).toEqual([]);
  // What was under way at a rotation does not have the new one's signature yet.
  const refused = receiver.requests.length - accepted.length;
  expect(refused).toBeLessThanOrEqual(2 * UNDER_WAY);
  world.clock.advance(5 * SECOND_MS);
  expect(await deliverDue(world)).toEqual({ attempted: refused });
  expect(accepted.sort()).toEqual(ids);

  world.clock.advance(24 * HOUR_MS);
  await announce(world, 10);
  await deliverDue(world);
  const later = receiver.requests.slice(-10);
  expect(later.map((request) => [isBy(first, request), isBy(held, request)])).toEqual(
    later.map(() => [false, true]),
  );
});

it('a replay of 1,000 failures among 500 successes sends the failures alone, under their ids, at a new time', async () => {
  receiver.answer('/hooks', (response, request) =>
    answerStatus(request.body.includes('group.created') ? 204 : 500)(response, request),
  );
  const failed: string[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    failed.push(...(await announce(world, 200, 'employee.created')));
    await announce(world, 100, 'group.created');
  }
  await deliverDue(world);
  await sql`with unsent as (delete from pending_deliveries)
            update webhook_deliveries set state = 'failed', finished_at = now() where state = 'pending'`.execute(
    world.db,
  );
  expect(await deliveriesOf(world, { state: 'succeeded' })).toHaveLength(500);
  const [before, since] = [receiver.requests.length, world.clock.now()];
  receiver.answer('/hooks', answerStatus(204));
  world.clock.advance(HOUR_MS);
  const input = { since: new Date(since.getTime() - HOUR_MS), which: 'failed' as const };
  expect(await replay(world, world.organizationId, endpoint.id, input)).toMatchObject({
    state: 'done',
    event_count: 1500,
    queued_count: 1000,
  });
  expect(await deliverDue(world)).toEqual({ attempted: 1000 });
  const sent = receiver.requests.slice(before);
  expect(sent.map(idOf).sort()).toEqual(failed.sort());
  const now = String(Math.floor(world.clock.now().getTime() / SECOND_MS));
  expect(new Set(sent.map(({ headers }) => headers['webhook-timestamp']))).toEqual(new Set([now]));
  expect(sent.filter((request) => !isBy(endpoint.secret, request))).toEqual([]);
});
