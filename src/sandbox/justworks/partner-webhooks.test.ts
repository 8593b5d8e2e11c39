import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { APP, PartnerClient } from './test-support/partner-client.ts';
import { startTestSandbox } from './test-support/test-sandbox.ts';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
  json: Record<string, unknown>;
}

/** An app's back end that answers with `status`. */
async function startReceiver() {
  const received: Received[] = [];
  const answer = { status: 200 };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body, json: JSON.parse(body) as Record<string, unknown> });
      response.writeHead(answer.status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  return { received, answer, url, close: () => new Promise((resolve) => server.close(resolve)) };
}

const SECRET = 'webhook secret';

async function startWorld() {
  const receiver = await startReceiver();
  const app = { ...APP, webhookUrl: receiver.url, webhookSecret: SECRET };
  const site = await startTestSandbox({ oauthApps: [app] });
  const client = new PartnerClient(site.sandbox, app);
  const dispose = async () => {
    await site[Symbol.asyncDispose]();
    await receiver.close();
  };
  const { control } = site.sandbox;
  return { site, client, receiver, control, [Symbol.asyncDispose]: dispose };
}

const MINUTE = 60_000;

function isSigned({ headers, body }: Received): boolean {
  const timestamp = headers['x-justworks-webhook-signature-timestamp'] as string;
  const expected = createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex');
  return headers['x-justworks-webhook-signature'] === expected;
}

test('every change is told once, signed, whichever door it came through', async () => {
  await using world = await startWorld();
  const { client, control, receiver, site } = world;
  await client.connect();
  const hired = control.hire({ firstName: 'New', lastName: 'Comer' });
  await fetch(`${site.sandbox.url}/admin/employees/${hired.id}`, {
    method: 'POST',
    body: new URLSearchParams({ firstName: 'Newer' }),
  });
  control.terminate(hired.id, { date: '2026-12-31' });
  control.cancelTermination(hired.id);
  const department = control.addDepartment('Archive');
  control.renameDepartment(department.id, 'Library');
  control.removeDepartment(department.id);
  await control.partnerWebhooks.drain();
  const told = receiver.received.map(({ json }) => [json['event_type'], json['data']]);
  const member = { member: { id: hired.id } };
  expect(told.sort()).toEqual(
    [
      ['member.profile.created', member],
      ['member.profile.updated', member],
      ['member.employment_state.termination_scheduled', member],
      ['member.employment_state.termination_canceled', member],
      ['department.created', { department: { id: department.id, name: 'Archive' } }],
      ['department.updated', { department: { id: department.id, name: 'Library' } }],
      ['department.deleted', { department: { id: department.id, name: 'Library' } }],
    ].sort(),
  );
  expect(receiver.received.every(isSigned)).toBe(true);
  expect(receiver.received[0]!.json).toMatchObject({
    company_id: control.state().company.id,
    event_created_at: '2026-03-10T15:00:00.000Z',
    event_delivered_at: '2026-03-10T15:00:00.000Z',
  });
  expect(new Set(receiver.received.map(({ json }) => json['id'])).size).toBe(7);
});

test('nothing is told without consent, nor after it has ended', async () => {
  await using world = await startWorld();
  const { client, control, receiver } = world;
  control.addDepartment('Before');
  await client.connect();
  control.addDepartment('Between');
  await control.partnerWebhooks.drain();
  control.revokeOAuthGrants();
  control.addDepartment('After');
  await control.partnerWebhooks.drain();
  expect(receiver.received.map(({ json }) => json['data'])).toEqual([
    { department: expect.objectContaining({ name: 'Between' }) as unknown },
  ]);
});

test('a failed delivery is tried again after 1, 5 and 30 minutes, with the same event id', async () => {
  await using world = await startWorld();
  const { client, control, receiver, site } = world;
  await client.connect();
  receiver.answer.status = 500;
  control.addDepartment('Archive');
  await control.partnerWebhooks.drain();
  const attemptsAfter = async (minutes: number) => {
    site.clock.advance(minutes * MINUTE);
    await control.partnerWebhooks.tick();
    return receiver.received.length;
  };
  expect([await attemptsAfter(0), await attemptsAfter(1), await attemptsAfter(4)]).toEqual([1, 2, 2]);
  receiver.answer.status = 204;
  expect([await attemptsAfter(1), await attemptsAfter(60)]).toEqual([3, 3]);
  expect(new Set(receiver.received.map(({ json }) => json['id'])).size).toBe(1);
  expect(control.partnerWebhooks.deliveries()).toMatchObject([
    { status: 'delivered', attempts: [{ status: 500 }, { status: 500 }, { status: 204 }] },
  ]);
});

test('after five failures in a row the webhook is closed, until the app resumes it', async () => {
  await using world = await startWorld();
  const { client, control, receiver, site } = world;
  await client.connect();
  receiver.answer.status = 500;
  const listed = async () => (await client.send('POST', '/v1/webhooks/get')).json['items'];
  const [webhook] = (await listed()) as { id: string; status: string; url: string }[];
  expect(webhook).toMatchObject({ status: 'opened', url: receiver.url });
  control.addDepartment('One');
  for (const minutes of [0, 1, 5, 30]) {
    site.clock.advance(minutes * MINUTE);
    await control.partnerWebhooks.drain();
    await control.partnerWebhooks.tick();
  }
  expect(control.partnerWebhooks.deliveries()).toMatchObject([{ status: 'given_up', nextAttemptAt: null }]);
  control.addDepartment('Two');
  await control.partnerWebhooks.drain();
  expect(await listed()).toMatchObject([{ status: 'closed' }]);
  const sentBefore = receiver.received.length;
  expect(sentBefore).toBe(5);
  receiver.answer.status = 200;
  control.addDepartment('Three');
  await control.partnerWebhooks.drain();
  expect(receiver.received).toHaveLength(sentBefore);
  expect(control.partnerWebhooks.deliveries().at(-1)).toMatchObject({ status: 'not_sent' });

  expect((await client.send('POST', `/v1/webhooks/${webhook!.id}/resume`)).json).toMatchObject({
    status: 'opened',
  });
  control.addDepartment('Four');
  await control.partnerWebhooks.drain();
  expect(receiver.received.at(-1)!.json['data']).toMatchObject({ department: { name: 'Four' } });
  expect((await client.send('POST', '/v1/webhooks/webhook_other/resume')).status).toBe(404);
});

test('an event is sent twice, or with a signature that does not hold, or for nothing at all', async () => {
  await using world = await startWorld();
  const { client, control, receiver } = world;
  await client.connect();
  control.addDepartment('Archive');
  await control.partnerWebhooks.drain();
  const { id } = control.partnerWebhooks.deliveries()[0]!;
  await control.partnerWebhooks.sendAgain(id);
  await control.partnerWebhooks.sendAgain(id, { hasBrokenSignature: true });
  expect(receiver.received.map(isSigned)).toEqual([true, true, false]);
  expect(new Set(receiver.received.map(({ json }) => json['id'])).size).toBe(1);

  const [webhook] = (await client.send('POST', '/v1/webhooks/get')).json['items'] as { id: string }[];
  const simulate = (type: string) =>
    client.send('POST', `/v1/webhooks/${webhook!.id}/simulate`, { event_type: type });
  expect((await simulate('member.profile.vanished')).status).toBe(400);
  expect((await simulate('member.profile.updated')).status).toBe(202);
  await control.partnerWebhooks.drain();
  const { member } = receiver.received.at(-1)!.json['data'] as { member: { id: string } };
  expect((await client.get(`/v1/members/${member.id}`)).status).toBe(200);
});

test('an app that does not answer does not hold up the end of the sandbox', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const webhookUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
  const app = { ...APP, webhookUrl, webhookSecret: SECRET };
  const site = await startTestSandbox({ oauthApps: [app] });
  await new PartnerClient(site.sandbox, app).connect();
  const asked = new Promise((resolve) => silent.once('request', resolve));
  site.sandbox.control.addDepartment('Archive');
  await asked;
  await site[Symbol.asyncDispose]();
  expect(site.sandbox.control.partnerWebhooks.deliveries()[0]!.attempts).toMatchObject([{ status: null }]);
  silent.closeAllConnections();
  await new Promise((resolve) => silent.close(resolve));
}, 8_000);
