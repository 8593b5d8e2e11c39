import { afterEach, beforeEach, expect, it } from 'vitest';
import { listIssues } from '../../../src/accounts/index.ts';
import type { OutgoingMail } from '../../../src/lib/mailer.ts';
import { DAY_MS } from '../../../src/lib/duration.ts';
import { dispatchNotifications, sendDueMail } from '../../../src/notifications/index.ts';
import { deleteEndpoint, deliverDue, updateEndpoint } from '../../../src/webhooks/index.ts';
import { answerStatus, startReceiver, type Receiver } from './receiver.ts';
import { addEndpoint, announce, createWorld, CURSOR_KEY, type World } from './setup.ts';

let receiver: Receiver;
let world: World;
let endpointId: string;

beforeEach(async () => {
  receiver = await startReceiver();
  world = await createWorld({ allowedPrivateHosts: [receiver.host] });
  endpointId = (await addEndpoint(world, `${receiver.origin}/hooks`)).id;
});

afterEach(async () => {
  await world[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

async function attemptOnce(status: number): Promise<void> {
  receiver.answer('/hooks', answerStatus(status));
  await announce(world, 1);
  await deliverDue(world);
}

/** Failures for five days, with what is answered in the middle. */
async function failForDays(between: number): Promise<void> {
  await attemptOnce(500);
  world.clock.advance(3 * DAY_MS);
  await attemptOnce(between);
  world.clock.advance(2 * DAY_MS);
  await attemptOnce(500);
}

const issues = async () => {
  const deps = { db: world.db, cursorKey: CURSOR_KEY };
  const input = { organizationId: world.organizationId, filters: {}, pageSize: 100 };
  return (await listIssues(deps, input)).results;
};

async function mailsAfterTick(): Promise<OutgoingMail[]> {
  const sent: OutgoingMail[] = [];
  const deps = {
    ...world,
    connectors: { get: () => ({ name: 'Justworks' }) },
    mailer: { isConfigured: true, send: (mail: OutgoingMail) => Promise.resolve(void sent.push(mail)) },
    config: {
      notifications: { link: null, operatorAddresses: ['ops@muster.test'] },
      outboundMail: { url: null, from: 'Muster <no-reply@muster.test>' },
    },
  };
  await dispatchNotifications(deps);
  await sendDueMail(deps);
  return sent;
}

const announced = async () => {
  const events = await world.db
    .selectFrom('outbox_events')
    .select('type')
    .where('type', 'like', 'issue.%')
    .orderBy('id')
    .execute();
  return events.map(({ type }) => type);
};

it.each([
  ['five days of nothing but failures', () => failForDays(500), 'failing'],
  ['410', () => attemptOnce(410), 'gone'],
])(
  '%s open an issue of the organization and write to it and to the operators, once',
  async (_, fail, reason) => {
    await world.db
      .updateTable('organizations')
      .set({ notification_addresses: ['dev@partner.example'] })
      .where('id', '=', world.organizationId)
      .execute();
    await fail();
    expect(await issues()).toMatchObject([
      {
        code: 'webhook_endpoint_disabled',
        subject: endpointId,
        status: 'ONGOING',
        linked_account_id: null,
        end_user: null,
        error_details: [reason, receiver.host],
      },
    ]);
    expect(await announced()).toEqual(['issue.opened']);
    const mails = await mailsAfterTick();
    expect(mails.map(({ to }) => to).sort()).toEqual(['dev@partner.example', 'ops@muster.test']);
    expect(mails[0]!.subject).toBe(`Webhooks: a webhook endpoint at ${receiver.host} was disabled`);
    expect(mails[0]!.text).toContain(endpointId);
    expect(await mailsAfterTick()).toEqual([]);
  },
);

it('one success in between, and nobody hears of anything', async () => {
  await failForDays(200);
  expect(await issues()).toEqual([]);
  expect(await mailsAfterTick()).toEqual([]);
});

it.each([
  ['enabled', () => updateEndpoint(world, world.organizationId, endpointId, { status: 'enabled' })],
  ['deleted', () => deleteEndpoint(world, world.organizationId, endpointId)],
])('the issue is over when the endpoint is %s', async (_, act) => {
  await attemptOnce(410);
  await act();
  expect(await issues()).toMatchObject([{ status: 'RESOLVED', subject: endpointId }]);
  expect(await announced()).toEqual(['issue.opened', 'issue.resolved']);
});

it('another end is another issue', async () => {
  await attemptOnce(410);
  await updateEndpoint(world, world.organizationId, endpointId, { status: 'enabled' });
  await attemptOnce(410);
  expect((await issues()).map(({ status }) => status)).toEqual(['RESOLVED', 'ONGOING']);
});
