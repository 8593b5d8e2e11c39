import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTransaction } from '../../../src/db/transaction.ts';
import { newId } from '../../../src/lib/ids.ts';
import { appendEvent, dispatchOutbox, type EventType } from '../../../src/webhooks/index.ts';
import {
  createHarness,
  createLinkedAccount,
  createTenant,
  expectDocumented,
  expectProblem,
  type Harness,
  type Tenant,
} from './harness.ts';

const URL = '/api/hris/v1/webhook-receivers';

let harness: Harness;
let tenant: Tenant;
let endpoint: string;
beforeAll(async () => {
  harness = await createHarness();
  tenant = await createTenant(harness);
  endpoint = await addEndpoint(tenant);
});
afterAll(() => harness[Symbol.asyncDispose]());

async function addEndpoint(owner: Tenant): Promise<string> {
  const payload = { url: 'https://partner.example/hooks', event_filter: ['employee.*'] };
  const url = '/api/v1/webhook-endpoints';
  return (await harness.send({ method: 'POST', url, payload, headers: owner.headers })).json.id;
}

const set = (payload: object, headers: Record<string, string> = tenant.headers) =>
  harness.send({ method: 'POST', url: URL, payload, headers });

async function delivered(linkedAccountId: string, type: EventType): Promise<string[]> {
  const { context } = harness;
  const scope = { organizationId: tenant.organizationId, linkedAccountId };
  const eventId = await inTransaction(context.db, (trx) => appendEvent(trx, scope, { type, data: {} }));
  await dispatchOutbox(context);
  const rows = await context.db
    .selectFrom('webhook_deliveries')
    .select('endpoint_id')
    .where('event_id', '=', eventId)
    .execute();
  return rows.map((row) => row.endpoint_id);
}

it('are what the endpoints take, and what was said for the account before that', async () => {
  const account = await createLinkedAccount(harness.context, tenant.organizationId, 'listed');
  const headers = { ...tenant.headers, 'x-account-token': account.accountToken };
  const byFilter = { event: 'employee.*', is_active: true, key: endpoint };
  expect((await harness.get(URL, headers)).json).toEqual([byFilter]);
  const said = await set({ event: 'Employee.added', is_active: false }, headers);
  expectDocumented(said, 'post', URL);
  expect(said.json).toEqual({ event: 'employee.created', is_active: false, key: null });
  await set({ event: 'Employee.added', is_active: false }, headers);
  const listed = await harness.get(URL, headers);
  expectDocumented(listed, 'get', URL);
  expect(listed.json).toEqual([said.json, byFilter]);
  await set({ ...byFilter, is_active: false }, headers);
  expect((await harness.get(URL, headers)).json).toEqual([{ ...byFilter, is_active: false }, said.json]);
});

it('decide what of one account is delivered, and of no other', async () => {
  const { linkedAccountId } = tenant;
  const other = await createLinkedAccount(harness.context, tenant.organizationId, 'undisturbed');
  expect(await delivered(linkedAccountId, 'employee.created')).toEqual([endpoint]);
  await set({ event: 'employee.created', is_active: false });
  expect(await delivered(linkedAccountId, 'employee.created')).toEqual([]);
  expect(await delivered(linkedAccountId, 'employee.updated')).toEqual([endpoint]);
  expect(await delivered(other.linkedAccountId, 'employee.created')).toEqual([endpoint]);
  await set({ event: 'sync.completed', is_active: true, key: endpoint });
  expect(await delivered(linkedAccountId, 'sync.completed')).toEqual([endpoint]);
  expect(await delivered(other.linkedAccountId, 'sync.completed')).toEqual([]);
  await set({ event: 'employee.created', is_active: true });
  expect(await delivered(linkedAccountId, 'employee.created')).toEqual([endpoint]);
});

it('refuse events that there are not, and endpoints of others', async () => {
  const foreign = await addEndpoint(await createTenant(harness));
  const event = 'employee.created';
  expectProblem(await set({ event: 'Issue.exploded', is_active: true }), 400, 'event_type_unknown', '/event');
  for (const key of [foreign, newId(), 'a secret of mine']) {
    expectProblem(await set({ event, is_active: true, key }), 400, 'webhook_endpoint_unknown', '/key');
  }
  expectProblem(await set({ event }), 400, 'field_missing', '/is_active');
});
