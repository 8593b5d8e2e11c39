import { createHmac } from 'node:crypto';
import { request } from 'undici';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PartnerClient, APP } from '../../src/sandbox/justworks/test-support/partner-client.ts';
import { announced, asked } from '../support/api-watch.ts';
import { SECRETS } from '../support/consent.ts';
import { expectGoodManners } from '../support/expect-good-manners.ts';
import { LinkedRoster } from '../support/linked-roster.ts';
import { listAll, syncNow } from '../support/whole-service.ts';

const MANY = 5;

let world: LinkedRoster;
beforeEach(async () => {
  world = await LinkedRoster.start('oauth');
  world.control.clearJournal();
  world.service.receiver.clear();
});
afterEach(() => world[Symbol.asyncDispose]());

const webhooks = () => world.control.partnerWebhooks;
const readings = () => asked(world).filter((one) => one === 'GET /v1/members').length;
const rename = (preferredName: string, place = 0) =>
  world.control.editEmployee(world.control.state().members[place]!.id, { preferredName });

/** The source sends what it has to tell, and we work it off; no time passes. */
async function listen(): Promise<void> {
  await webhooks().drain();
  await world.service.drain();
}

const listGroups = async () =>
  (await listAll(world.service, world.employer, 'groups')).map((group) => group['name']);

/** A webhook as the source would sign it. */
async function send(event: { id: string; company_id: string }, secondsAgo = 0): Promise<number> {
  const body = JSON.stringify({ ...event, event_type: 'member.profile.updated', data: {} });
  const timestamp = String(Math.floor(world.service.clock.now().getTime() / 1000) - secondsAgo);
  const key = SECRETS.webhookSecret;
  const answer = await request(`${world.service.apiUrl}/api/v1/source-webhooks/justworks`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-justworks-webhook-signature': createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex'),
      'x-justworks-webhook-signature-timestamp': timestamp,
    },
    body,
  });
  await answer.body.dump();
  await world.service.drain();
  return answer.statusCode;
}

describe('an event of the source', () => {
  test('leads to a reading of the company and its people alone, at once', async () => {
    rename('Robin');
    await listen();
    expect(new Set(asked(world))).toEqual(new Set(['GET /v1/company', 'GET /v1/members']));
    expect(announced(world).toSorted()).toEqual(['employee.updated', 'sync.completed']);
    expectGoodManners(world.service.sandbox);
  });

  test('that comes with many others leads to no more than one reading after another', async () => {
    for (let place = 0; place < MANY; place += 1) rename(`Robin ${place}`, place);
    await listen();
    expect(webhooks().deliveries().length).toBe(MANY);
    expect(readings()).toBe(1);
    expect(announced(world).filter((type) => type === 'employee.updated')).toHaveLength(MANY);
  });

  test('that comes twice leads to one reading', async () => {
    rename('Robin');
    await listen();
    const [delivery] = webhooks().deliveries();
    const again = await webhooks().sendAgain(delivery!.id);
    await listen();
    expect(again.attempts.map(({ status }) => status)).toEqual([204, 204]);
    expect(readings()).toBe(1);
  });

  test('with another signature is refused, and leads to nothing', async () => {
    rename('Robin');
    await listen();
    const [delivery] = webhooks().deliveries();
    const { attempts } = await webhooks().sendAgain(delivery!.id, { hasBrokenSignature: true });
    await listen();
    expect(attempts.at(-1)).toMatchObject({ status: 401, hasBrokenSignature: true });
    expect(readings()).toBe(1);
  });

  test('is taken when it is fresh, and refused when its signature is old', async () => {
    const company_id = world.control.state().company.id;
    expect(await send({ id: 'stale', company_id }, 3600)).toBe(401);
    expect(await send({ id: 'early', company_id }, -3600)).toBe(401);
    expect(readings()).toBe(0);
    expect(await send({ id: 'stale', company_id })).toBe(204);
    expect(readings()).toBe(1);
  });

  test('about a company that nobody linked is taken and ignored', async () => {
    expect(await send({ id: 'event-1', company_id: 'company_unknown' })).toBe(204);
    expect(asked(world)).toEqual([]);
  });
});

test('departments come, are renamed and go with their events', async () => {
  const added = world.control.addDepartment('Beekeeping');
  await listen();
  expect(await listGroups()).toContain('Beekeeping');
  world.control.renameDepartment(added.id, 'Apiary');
  await listen();
  expect(await listGroups()).toContain('Apiary');
  world.control.removeDepartment(added.id);
  await listen();
  expect(
    webhooks()
      .deliveries()
      .map(({ eventType }) => eventType),
  ).toEqual(['department.created', 'department.updated', 'department.deleted']);
  // Gone is who is missing twice, by whole readings too.
  await syncNow(world.service, world.employer);
  await syncNow(world.service, world.employer);
  expect(await listGroups()).not.toContain('Apiary');
  expect(await listGroups()).not.toContain('Beekeeping');
});

test('a webhook that the source closed costs time and no change, and works again when it is resumed', async () => {
  const { clientId } = APP;
  world.control.registerOAuthApp({ clientId, webhookSecret: 'another secret' });
  for (let place = 0; place < MANY; place += 1) rename(`Robin ${place}`, place);
  await listen();
  rename('Lark', MANY);
  await listen();
  expect(webhooks().deliveries().at(-1)).toMatchObject({ status: 'not_sent' });
  expect(asked(world)).toEqual([]);
  await syncNow(world.service, world.employer);
  expect(announced(world).filter((type) => type === 'employee.updated')).toHaveLength(MANY + 1);

  world.control.registerOAuthApp({ clientId, webhookSecret: SECRETS.webhookSecret });
  await resumeWebhook();
  world.service.receiver.clear();
  rename('Wren');
  await listen();
  expect(webhooks().deliveries().at(-1)).toMatchObject({ status: 'delivered' });
  expect(announced(world)).toContain('employee.updated');
});

/** As the operator does, by a consent of the same app. */
async function resumeWebhook(): Promise<void> {
  const redirectUris = [`${world.service.apiUrl}/link/oauth/callback`];
  const operator = new PartnerClient(world.service.sandbox, { ...APP, ...SECRETS, redirectUris });
  await operator.connect();
  const { json } = await operator.send('POST', '/v1/webhooks/get', { status: 'closed' });
  const [closed] = json['items'] as { id: string }[];
  expect((await operator.send('POST', `/v1/webhooks/${closed!.id}/resume`)).status).toBe(200);
}
