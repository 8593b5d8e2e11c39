import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  createEndpoint,
  deliverDue,
  getEndpoint,
  listEndpoints,
  updateEndpoint,
} from '../../../src/webhooks/index.ts';
import { startReceiver, type Receiver } from './receiver.ts';
import { announce, createWorld, type World } from './setup.ts';

const TOKEN = 'Bearer canary-of-the-receiver';

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

const create = (customHeaders: Record<string, string>) =>
  createEndpoint(world, world.organizationId, { url: `${receiver.origin}/hooks`, customHeaders });

async function sentHeaders() {
  await announce(world, 1);
  await deliverDue(world);
  return receiver.requests.at(-1)!.headers;
}

it('go with every request, beside ours, and only their names are shown', async () => {
  const { secret, ...created } = await create({ Authorization: TOKEN, 'X-Tenant': 'a b' });
  expect(created.custom_header_names).toEqual(['authorization', 'x-tenant']);
  const headers = await sentHeaders();
  expect(headers).toMatchObject({
    authorization: TOKEN,
    'x-tenant': 'a b',
    'content-type': 'application/json',
    'user-agent': 'Muster-Test/1',
  });
  const request = receiver.requests.at(-1)!;
  expect(new Webhook(secret).verify(request.body, headers as Record<string, string>)).toBeDefined();
  const shown = [
    await getEndpoint(world, world.organizationId, created.id),
    await listEndpoints(world, world.organizationId),
    world.lines,
  ];
  expect(JSON.stringify(shown)).not.toContain('canary');
});

it('lie sealed', async () => {
  await create({ authorization: TOKEN });
  const { rows } = await sql<{ sealed: Buffer }>`
    select sealed_headers as sealed from webhook_endpoints`.execute(world.db);
  expect(rows[0]!.sealed.length).toBeGreaterThan(TOKEN.length);
  expect(rows[0]!.sealed.toString('latin1')).not.toContain('canary');
});

it('are replaced whole, left alone when they are not named, and removed by an empty object', async () => {
  const { id } = await create({ authorization: TOKEN, 'x-a': '1' });
  const change = (input: object) => updateEndpoint(world, world.organizationId, id, input);
  expect((await change({ description: 'x' })).custom_header_names).toEqual(['authorization', 'x-a']);
  expect((await sentHeaders()).authorization).toBe(TOKEN);
  expect((await change({ customHeaders: { 'x-b': '2' } })).custom_header_names).toEqual(['x-b']);
  expect(await sentHeaders()).toMatchObject({ 'x-b': '2' });
  expect(receiver.requests.at(-1)!.headers).not.toHaveProperty('authorization');
  expect((await change({ customHeaders: {} })).custom_header_names).toEqual([]);
  expect(await sentHeaders()).not.toHaveProperty('x-b');
  const { rows } = await sql<{ text: string }>`select description as text from audit_events`.execute(
    world.db,
  );
  expect(JSON.stringify(rows)).not.toContain('canary');
});

it('that override ours or carry a line break change nothing', async () => {
  const { id } = await create({ 'x-a': '1' });
  const bad: Record<string, string>[] = [
    { 'webhook-signature': 'v1,forged' },
    { host: 'elsewhere.example' },
    { 'x-b': '1\r\nwebhook-id: forged' },
    { 'x-b\r\nhost': 'elsewhere.example' },
  ];
  for (const customHeaders of bad) {
    await expect(updateEndpoint(world, world.organizationId, id, { customHeaders })).rejects.toMatchObject({
      kind: 'invalid_input',
    });
    await expect(create(customHeaders)).rejects.toMatchObject({ kind: 'invalid_input' });
  }
  const headers = await sentHeaders();
  expect([headers['x-a'], headers['x-b'], headers.host]).toEqual(['1', undefined, receiver.host]);
  expect(await listEndpoints(world, world.organizationId)).toHaveLength(1);
});
