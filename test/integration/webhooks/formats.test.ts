import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../src/db/transaction.ts';
import { newId } from '../../../src/lib/ids.ts';
import {
  appendEvent,
  createEndpoint,
  deliverDue,
  dispatchOutbox,
  rotateSecret,
  type CreateEndpointInput,
  type EventType,
} from '../../../src/webhooks/index.ts';
import { insertAccount } from '../../support/rows.ts';
import { startReceiver, type ReceivedRequest, type Receiver } from './receiver.ts';
import { createWorld, type World } from './setup.ts';

let receiver: Receiver;
let world: World;
let linkedAccountId: string;
beforeEach(async () => {
  receiver = await startReceiver();
  world = await createWorld({ allowedPrivateHosts: [receiver.host] });
  const { organizationId } = world;
  ({ linkedAccountId } = await insertAccount(world.db, { organizationId, originId: 'customer-42' }));
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const create = (path: string, more: Partial<CreateEndpointInput> = {}) =>
  createEndpoint(world, world.organizationId, { url: `${receiver.origin}${path}`, ...more });

async function send(type: EventType, data: Record<string, unknown>): Promise<string> {
  const scope = { organizationId: world.organizationId, linkedAccountId };
  const id = await inTransaction(world.db, (trx) => appendEvent(trx, scope, { type, data }));
  await dispatchOutbox(world);
  await deliverDue(world);
  return id;
}

const last = (path: string): ReceivedRequest => receiver.at(path).at(-1)!;
const bodyOf = (path: string) => JSON.parse(last(path).body) as unknown;

const reference = () => ({
  id: linkedAccountId,
  end_user_origin_id: 'customer-42',
  end_user_organization_name: 'Juniper & Vale',
  integration: 'justworks',
});
const account = () => ({
  id: linkedAccountId,
  integration: 'Justworks',
  integration_slug: 'justworks',
  category: 'hris',
  end_user_origin_id: 'customer-42',
  end_user_organization_name: 'Juniper & Vale',
  end_user_email_address: 'admin@employer.example',
  status: 'COMPLETE',
  webhook_listener_url: null,
  is_duplicate: false,
  account_type: 'TEST',
  completed_at: expect.stringMatching(/^\d{4}-.*Z$/),
});
const RECORD_ID = newId();
const person = () => ({
  record: { id: RECORD_ID, first_name: 'Zoë 🦉', pay_rate: 1.1 },
  sequence: 7,
  changes: [],
  linked_account: reference(),
});

describe('the format merge', () => {
  it('tells the hook, the account as it is and the record itself, by its own name', async () => {
    const endpoint = await create('/m', { format: 'merge' });
    await send('employee.updated', person());
    expect(bodyOf('/m')).toEqual({
      hook: { id: endpoint.id, event: 'Employee.changed', target: `${receiver.origin}/m` },
      linked_account: account(),
      data: { id: RECORD_ID, first_name: 'Zoë 🦉', pay_rate: 1.1 },
    });
  });

  it('is signed twice: by its own header with the current secret, and by the standard with all', async () => {
    const endpoint = await create('/m', { format: 'merge' });
    const { secret } = await rotateSecret(world, world.organizationId, endpoint.id);
    const id = await send('employee.created', person());
    const { headers, body } = last('/m');
    // A receiver of that format: the secret as text, the raw body, padded base64url.
    const digest = createHmac('sha256', secret).update(Buffer.from(body)).digest('base64');
    expect(headers['x-merge-webhook-signature']).toBe(digest.replaceAll('+', '-').replaceAll('/', '_'));
    expect(headers['x-merge-webhook-signature']).toMatch(/^[\w-]{43}=$/);
    for (const one of [secret, endpoint.secret]) {
      expect(new Webhook(one).verify(body, headers as Record<string, string>)).toBeDefined();
    }
    expect(headers['webhook-id']).toBe(id);
  });

  it('gets no delivery of what it has no word for', async () => {
    await create('/m', { format: 'merge' });
    await create('/s');
    await send('sync.held', { linked_account: reference(), sync_run: { id: newId() } });
    await send('employee.started', person());
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/s', '/s']);
    const deliveries = await world.db.selectFrom('webhook_deliveries').select('id').execute();
    expect(deliveries).toHaveLength(2);
  });

  it('tells of syncs, links and issues in its own way', async () => {
    await create('/m', { format: 'merge' });
    const counts = { employee: { added: 1 }, payroll_run: { added: 0 } };
    const sync_run = { id: newId(), is_initial: true, counts };
    await send('sync.completed', { linked_account: reference(), sync_run });
    const status = { last_sync_result: 'DONE', last_sync_finished: expect.stringMatching(/Z$/) };
    expect(bodyOf('/m')).toMatchObject({
      hook: { event: 'LinkedAccount.sync_completed' },
      data: {
        is_initial_sync: true,
        integration_name: 'Justworks',
        sync_status: { 'hris.Employee': status, 'hris.PayrollRun': status },
      },
    });
    await send('linked_account.linked', { linked_account: reference(), is_relink: true });
    expect(bodyOf('/m')).toMatchObject({
      hook: { event: 'LinkedAccount.linked' },
      data: { is_relink: true },
    });
    const issue = { id: newId(), status: 'ONGOING', error_description: 'Broken.' };
    await send('issue.reopened', { linked_account: reference(), issue });
    expect(bodyOf('/m')).toMatchObject({
      hook: { event: 'Issue.reopened' },
      data: {
        ...issue,
        end_user: {
          origin_id: 'customer-42',
          organization_name: 'Juniper & Vale',
          email_address: 'admin@employer.example',
        },
      },
    });
  });

  it('tells the end of an account that is erased, by its ids', async () => {
    await create('/m', { format: 'merge' });
    await sql`delete from linked_accounts where id = ${linkedAccountId}`.execute(world.db);
    await send('linked_account.deleted', {
      linked_account: { ...reference(), end_user_organization_name: null },
      erasure_receipt_id: newId(),
    });
    expect(bodyOf('/m')).toMatchObject({
      hook: { event: 'LinkedAccount.deleted' },
      linked_account: {
        id: linkedAccountId,
        end_user_origin_id: 'customer-42',
        end_user_organization_name: null,
        end_user_email_address: null,
        completed_at: null,
      },
      data: {},
    });
  });
});

describe('an issue of the organization', () => {
  it('is told in either format, without an account', async () => {
    await create('/m', { format: 'merge' });
    await create('/thin', { format: 'merge', payload: 'thin' });
    const issue = { id: newId(), status: 'ONGOING', error_description: 'Broken.' };
    const scope = { organizationId: world.organizationId, linkedAccountId: null };
    await inTransaction(world.db, (trx) =>
      appendEvent(trx, scope, { type: 'issue.opened', data: { issue, linked_account: null } }),
    );
    await dispatchOutbox(world);
    await deliverDue(world);
    expect(bodyOf('/m')).toMatchObject({
      hook: { event: 'Issue.new' },
      linked_account: null,
      data: { ...issue, end_user: { origin_id: null, organization_name: null, email_address: null } },
    });
    expect(bodyOf('/thin')).toMatchObject({ linked_account: null, data: { id: issue.id } });
  });
});

describe('a thin payload', () => {
  it('holds type, time and ids, and nothing of the person', async () => {
    await create('/thin', { payload: 'thin' });
    await send('employee.created', person());
    expect(bodyOf('/thin')).toEqual({
      type: 'employee.created',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: { linked_account_id: linkedAccountId, model: 'employee', record_id: RECORD_ID, sequence: 7 },
    });
  });

  it('holds the same where the event names a record that lies elsewhere', async () => {
    await create('/thin', { payload: 'thin' });
    await sql`
      insert into outbox_events (id, organization_id, linked_account_id, type, record_id, record_sequence, data, occurred_at)
      values (${newId()}, ${world.organizationId}, ${linkedAccountId}, 'group.updated', ${RECORD_ID}, 12,
              '{"changes":[{"field":"name","before":"a secret","after":"b"}],"linked_account":{}}', now())`.execute(
      world.db,
    );
    await dispatchOutbox(world);
    await deliverDue(world);
    expect(bodyOf('/thin')).toMatchObject({
      data: { linked_account_id: linkedAccountId, model: 'group', record_id: RECORD_ID, sequence: 12 },
    });
    expect(last('/thin').body).not.toContain('secret');
  });

  it('names what else the event is about', async () => {
    await create('/thin', { payload: 'thin' });
    const [run, issue] = [newId(), newId()];
    const none = { linked_account_id: linkedAccountId, model: null, record_id: null, sequence: null };
    await send('sync.failed', { sync_run: { id: run, findings: ['x'] }, linked_account: reference() });
    expect(bodyOf('/thin')).toMatchObject({ data: { ...none, sync_run_id: run } });
    await send('issue.opened', { issue: { id: issue, code: 'x' }, linked_account: reference() });
    expect(bodyOf('/thin')).toMatchObject({ data: { ...none, issue_id: issue } });
  });

  it('in the format merge names neither the employer nor its admin', async () => {
    await create('/m', { format: 'merge', payload: 'thin' });
    await send('employee.updated', person());
    expect(bodyOf('/m')).toMatchObject({
      hook: { event: 'Employee.changed' },
      linked_account: { id: linkedAccountId, end_user_organization_name: null, end_user_email_address: null },
      data: { id: RECORD_ID },
    });
    for (const word of ['Zoë', 'Juniper', 'employer.example']) expect(last('/m').body).not.toContain(word);
  });
});

describe('the bytes', () => {
  it.each([
    ['unicode', '{"name":"Zoë 🦉 \\u2028","a":"\\u00e9"}'],
    ['the order of keys', '{"z":1,"a":2,"10":3,"2":4}'],
    ['numbers as they are spelled', '{"rate":1.10,"big":12345678901234567890,"small":1e-7}'],
    ['20 kB', JSON.stringify({ text: 'ü'.repeat(10_240) })],
  ])('are sent as they are stored and signed: %s', async (_, stored) => {
    const endpoint = await create('/s');
    const id = newId();
    await sql`
      insert into outbox_events (id, organization_id, linked_account_id, type, data, occurred_at)
      values (${id}, ${world.organizationId}, ${linkedAccountId}, 'sync.completed', ${stored}::json, now())`.execute(
      world.db,
    );
    await dispatchOutbox(world);
    await deliverDue(world);
    const { body, headers } = last('/s');
    expect(body.slice(body.indexOf('"data":') + '"data":'.length, -1)).toBe(stored);
    const webhook = new Webhook(endpoint.secret);
    expect(webhook.verify(body, headers as Record<string, string>)).toEqual(JSON.parse(body));
  });

  it('of any other id, time or body are refused by the published library', async () => {
    const endpoint = await create('/s');
    await send('employee.created', person());
    const { body, headers } = last('/s');
    const webhook = new Webhook(endpoint.secret);
    const sent = headers as Record<string, string>;
    const bytes = Buffer.from(body);
    expect(webhook.verify(bytes, sent)).toEqual(JSON.parse(body));
    for (let place = 0; place < bytes.length; place += 1) {
      const flipped = Buffer.from(bytes);
      flipped[place] = flipped[place]! ^ 1;
      expect(() => webhook.verify(flipped, sent)).toThrow('No matching signature');
    }
    for (let place = 0; place < sent['webhook-id']!.length; place += 1) {
      expect(() =>
        webhook.verify(bytes, { ...sent, 'webhook-id': flip(sent['webhook-id']!, place) }),
      ).toThrow('No matching signature');
    }
    const later = String(Number(sent['webhook-timestamp']) + 1);
    expect(() => webhook.verify(bytes, { ...sent, 'webhook-timestamp': later })).toThrow(
      'No matching signature',
    );
  });

  it('are the same at every endpoint that is told in the same way', async () => {
    await create('/a');
    await create('/b');
    await create('/thin', { payload: 'thin' });
    await send('employee.created', person());
    expect(last('/a').body).toBe(last('/b').body);
    expect(last('/a').headers['webhook-id']).toBe(last('/thin').headers['webhook-id']);
    expect(last('/thin').body).not.toBe(last('/a').body);
  });
});

const flip = (text: string, place: number): string =>
  text.slice(0, place) + (text[place] === '0' ? '1' : '0') + text.slice(place + 1);
