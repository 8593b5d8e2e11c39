import { afterEach, beforeEach, expect, it } from 'vitest';
import { deliverDue, nextDueAt, updateEndpoint } from '../../../src/webhooks/index.ts';
import { SECOND_MS } from '../../../src/lib/duration.ts';
import { answerStatus, startReceiver, type Receiver } from './receiver.ts';
import { addEndpoint, announce, createWorld, deliveriesOf, type World } from './setup.ts';

let receiver: Receiver;
let world: World;

beforeEach(async () => {
  receiver = await startReceiver();
  world = await createWorld({
    allowedPrivateHosts: [receiver.host],
    settings: { perEndpointConcurrency: 1 },
  });
  receiver.answer('/hooks', (response) => void response.socket!.resetAndDestroy());
});

afterEach(async () => {
  await world[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const countTried = async () => (await deliveriesOf(world)).filter((one) => one.attempt_count > 0).length;
const untilDueMs = async () => new Date((await nextDueAt(world))!).getTime() - world.clock.now().getTime();

it('after five silences in a row one attempt is made at a time, with a growing pause, and no other delivery loses one', async () => {
  await addEndpoint(world, `${receiver.origin}/hooks`);
  await announce(world, 30);
  expect(await deliverDue(world)).toEqual({ attempted: 5 });
  for (const [probe, pauseMs] of [5, 10, 20, 40, 80, 160, 300, 300].map((s) => s * SECOND_MS).entries()) {
    expect(await untilDueMs()).toBe(pauseMs);
    world.clock.advance(pauseMs - 1);
    expect(await deliverDue(world)).toEqual({ attempted: 0 });
    world.clock.advance(1);
    expect(await deliverDue(world)).toEqual({ attempted: 1 });
    expect(receiver.requests).toHaveLength(6 + probe);
  }
  const deliveries = await deliveriesOf(world);
  expect(deliveries.every((delivery) => delivery.state === 'pending')).toBe(true);
  const attempts = deliveries.map((delivery) => delivery.attempt_count);
  expect(attempts.reduce((sum, one) => sum + one)).toBe(13);
});

it('of eight workers one makes the attempt, and a success opens the way for all', async () => {
  await addEndpoint(world, `${receiver.origin}/hooks`);
  await announce(world, 20);
  await deliverDue(world);
  world.clock.advance(5 * SECOND_MS);
  const eight = () => Promise.all(Array.from({ length: 8 }, () => deliverDue(world)));
  const total = (passes: { attempted: number }[]) => passes.reduce((sum, one) => sum + one.attempted, 0);
  expect(total(await eight())).toBe(1);
  receiver.answer('/hooks', answerStatus(204));
  world.clock.advance(10 * SECOND_MS);
  expect(total(await eight())).toBe(20);
  expect((await deliveriesOf(world, { state: 'succeeded' })).length).toBe(20);
});

it('a receiver that answers, be it with failures, is not paused', async () => {
  receiver.answer('/hooks', answerStatus(503));
  await addEndpoint(world, `${receiver.origin}/hooks`);
  await announce(world, 12);
  expect(await deliverDue(world)).toEqual({ attempted: 12 });
});

it.each([
  ['another address', (id: string) => ({ id, input: { url: `${receiver.origin}/moved` } })],
  ['being enabled anew', (id: string) => ({ id, input: { status: 'enabled' as const } })],
])('%s ends the pause', async (_, change) => {
  const endpoint = await addEndpoint(world, `${receiver.origin}/hooks`);
  await announce(world, 10);
  await deliverDue(world);
  receiver.answer('/hooks', answerStatus(204));
  const { id, input } = change(endpoint.id);
  await updateEndpoint(world, world.organizationId, id, input);
  expect(await deliverDue(world)).toEqual({ attempted: 5 });
  expect(await countTried()).toBe(10);
});

it('holds up nobody else', async () => {
  await addEndpoint(world, `${receiver.origin}/hooks`);
  await addEndpoint(world, `${receiver.origin}/fine`);
  await announce(world, 20);
  expect(await deliverDue(world)).toEqual({ attempted: 25 });
  expect(receiver.at('/fine')).toHaveLength(20);
});
