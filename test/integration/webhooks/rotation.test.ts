import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HOUR_MS } from '../../../src/lib/duration.ts';
import { newId } from '../../../src/lib/ids.ts';
import { deliverDue, forgetExpiredSecrets, rotateSecret } from '../../../src/webhooks/index.ts';
import { isSigned } from '../../support/webhook-receiver.ts';
import { startReceiver, type ReceivedRequest, type Receiver } from './receiver.ts';
import { addEndpoint, announce, createWorld, insertOrganization, type World } from './setup.ts';

let receiver: Receiver;
let world: World;
let endpoint: { id: string; secret: string };
beforeEach(async () => {
  receiver = await startReceiver();
  world = await createWorld({ allowedPrivateHosts: [receiver.host] });
  endpoint = await addEndpoint(world, `${receiver.origin}/hooks`);
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const rotate = async (): Promise<string> =>
  (await rotateSecret(world, world.organizationId, endpoint.id)).secret;

async function send(): Promise<ReceivedRequest> {
  await announce(world, 1);
  await deliverDue(world);
  return receiver.requests.at(-1)!;
}

const signaturesOf = ({ headers }: ReceivedRequest): string[] =>
  String(headers['webhook-signature']).split(' ');

const isVerifiedBy = (secret: string, { headers, body }: ReceivedRequest): boolean =>
  isSigned(secret, headers, body);

it('a new secret is in its answer alone, and every secret that lives verifies', async () => {
  const second = await rotate();
  const third = await rotate();
  expect(new Set([endpoint.secret, second, third]).size).toBe(3);
  const request = await send();
  expect(signaturesOf(request)).toHaveLength(3);
  for (const secret of [third, second, endpoint.secret]) expect(isVerifiedBy(secret, request)).toBe(true);
  expect(signaturesOf(request)[0]).toBe(
    new Webhook(third).sign(
      String(request.headers['webhook-id']),
      new Date(Number(request.headers['webhook-timestamp']) * 1000),
      request.body,
    ),
  );
});

it('a former secret signs for 24 hours and not a moment longer', async () => {
  const second = await rotate();
  world.clock.advance(24 * HOUR_MS - 1);
  expect(isVerifiedBy(endpoint.secret, await send())).toBe(true);
  world.clock.advance(1);
  const after = await send();
  expect([isVerifiedBy(endpoint.secret, after), isVerifiedBy(second, after)]).toEqual([false, true]);
  expect(signaturesOf(after)).toHaveLength(1);
});

it('the eleventh rotation of a day is refused, also when they come at once, and the next day it is not', async () => {
  for (let n = 0; n < 9; n += 1) await rotate();
  const outcomes = await Promise.allSettled([rotate(), rotate(), rotate()]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const refused = outcomes.find((outcome) => outcome.status === 'rejected');
  expect(refused?.reason).toMatchObject({ kind: 'conflict', code: 'too_many_secrets' });
  const request = await send();
  expect(signaturesOf(request)).toHaveLength(11);
  expect(isVerifiedBy(endpoint.secret, request)).toBe(true);
  world.clock.advance(24 * HOUR_MS);
  expect(isVerifiedBy(await rotate(), await send())).toBe(true);
});

it('no secret lies in clear, and expired ones are deleted', async () => {
  const second = await rotate();
  const rows = async () =>
    (await sql<{ sealed: Buffer }>`select sealed from webhook_endpoint_secrets`.execute(world.db)).rows;
  const sealed = (await rows()).map((row) => row.sealed.toString('latin1'));
  expect(sealed).toHaveLength(2);
  for (const secret of [endpoint.secret, second]) {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64').toString('latin1');
    expect(sealed.filter((bytes) => bytes.includes(secret) || bytes.includes(key))).toEqual([]);
  }
  await forgetExpiredSecrets(world);
  expect(await rows()).toHaveLength(2);
  world.clock.advance(24 * HOUR_MS);
  await forgetExpiredSecrets(world);
  expect(await rows()).toHaveLength(1);
  expect(isVerifiedBy(second, await send())).toBe(true);
});

it('is written down, and is nobody else’s', async () => {
  await rotate();
  const events = await world.db
    .selectFrom('audit_events')
    .select(['event_type', 'description'])
    .where('event_type', '=', 'REGENERATED_WEBHOOK_SIGNATURE')
    .execute();
  expect(events).toEqual([
    {
      event_type: 'REGENERATED_WEBHOOK_SIGNATURE',
      description: `Gave the webhook endpoint ${endpoint.id} a new secret.`,
    },
  ]);
  const other = await insertOrganization(world.db);
  const unknown: unknown = await rotateSecret(world, other, newId()).catch((thrown: unknown) => thrown);
  expect(unknown).toMatchObject({ kind: 'not_found' });
  await expect(rotateSecret(world, other, endpoint.id)).rejects.toEqual(unknown);
  expect(signaturesOf(await send())).toHaveLength(2);
});
