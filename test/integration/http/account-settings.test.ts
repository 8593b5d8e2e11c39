import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../../src/lib/ids.ts';
import {
  createHarness,
  createTenant,
  expectDocumented,
  expectProblem,
  type Harness,
  type Tenant,
} from './harness.ts';

let harness: Harness;
let tenant: Tenant;
let stranger: Tenant;

beforeAll(async () => {
  harness = await createHarness();
  tenant = await createTenant(harness);
  stranger = await createTenant(harness);
});
afterAll(() => harness[Symbol.asyncDispose]());

const change = (payload: object, id = tenant.linkedAccountId, by: Tenant | null = tenant) =>
  harness.send({
    method: 'PATCH',
    url: `/api/v1/linked-accounts/${id}`,
    headers: by ? { authorization: `Bearer ${by.key}` } : {},
    payload,
  });
const countRuns = async () =>
  (
    await harness.context.db
      .selectFrom('sync_runs')
      .select('id')
      .where('linked_account_id', '=', tenant.linkedAccountId)
      .execute()
  ).length;

it('changes what is given, leaves the rest, and reads the source again', async () => {
  const first = await change({ organization_head: 'ada@acme.example' });
  expectDocumented(first, 'patch', '/api/v1/linked-accounts/{id}');
  const id = tenant.linkedAccountId;
  const usual = {
    sync_interval_seconds: 86_400,
    notification_addresses: [],
    notification_mode: 'changes',
    required_capabilities: null,
  };
  expect(first.json).toEqual({
    id,
    organization_head: 'ada@acme.example',
    time_zone: 'America/New_York',
    ...usual,
  });
  expect(await countRuns()).toBe(1);
  const second = await change({ time_zone: 'America/Los_Angeles', unknown: 1 });
  expect(second.json).toEqual({
    id,
    organization_head: 'ada@acme.example',
    time_zone: 'America/Los_Angeles',
    ...usual,
  });
  expect((await change({ organization_head: null })).json.organization_head).toBeNull();
});

it('asks for no reading when nothing changes', async () => {
  await harness.context.db.deleteFrom('sync_runs').execute();
  const { json } = await change({});
  expect((await change(json)).json).toEqual(json);
  expect(await countRuns()).toBe(0);
});

it('sets the schedule and who gets mail, without reading anything; a shorter interval counts from now', async () => {
  const { db } = harness.context;
  await db.deleteFrom('sync_runs').execute();
  const later = new Date(harness.clock.now().getTime() + 86_400_000);
  await db
    .updateTable('linked_accounts')
    .set({ next_sync_at: later })
    .where('id', '=', tenant.linkedAccountId)
    .execute();
  const nextSyncAt = async () => {
    const row = await db
      .selectFrom('linked_accounts')
      .select('next_sync_at')
      .where('id', '=', tenant.linkedAccountId)
      .executeTakeFirstOrThrow();
    return new Date(row.next_sync_at!).getTime() - harness.clock.now().getTime();
  };
  const addresses = ['it@acme.example', 'hr@acme.example', 'it@acme.example'];
  const { json } = await change({
    sync_interval_seconds: 600,
    notification_addresses: addresses,
    notification_mode: 'daily',
  });
  expect(json).toMatchObject({
    sync_interval_seconds: 600,
    notification_addresses: addresses.slice(0, 2),
    notification_mode: 'daily',
  });
  expect([await nextSyncAt(), await countRuns()]).toEqual([600_000, 0]);
  expect((await change({ sync_interval_seconds: 86_400 })).json.notification_mode).toBe('daily');
  expect(await nextSyncAt()).toBe(600_000);
});

it.each([
  [{ sync_interval_seconds: 599 }, '/sync_interval_seconds'],
  [{ sync_interval_seconds: 86_401 }, '/sync_interval_seconds'],
  [{ sync_interval_seconds: 900.5 }, '/sync_interval_seconds'],
  [{ notification_mode: 'hourly' }, '/notification_mode'],
  [{ notification_addresses: ['nobody'] }, '/notification_addresses/0'],
  [
    { notification_addresses: Array.from({ length: 21 }, (_, i) => `p${i}@acme.example`) },
    '/notification_addresses',
  ],
])('refuses %o', async (payload, pointer) => {
  expectProblem(await change(payload), 400, 'invalid_value', pointer);
});

it('refuses junk, strangers and unknown accounts', async () => {
  expectProblem(await change({ time_zone: 'Mars/Olympus' }), 400, 'time_zone_unknown', '/time_zone');
  expectProblem(await change({ organization_head: '' }), 400, 'invalid_value', '/organization_head');
  expectProblem(await change({ organization_head: 7 }), 400, 'invalid_value', '/organization_head');
  expect((await change({}, tenant.linkedAccountId, null)).status).toBe(401);
  const foreign = await change({ organization_head: 'x' }, tenant.linkedAccountId, stranger);
  expectProblem(foreign, 404, 'not_found');
  expect((await change({}, newId())).text).toBe(foreign.text);
  expect((await change({}, 'junk')).text).toBe(foreign.text);
});

it('takes capabilities to require of this account, and no others', async () => {
  const permissions = async () =>
    (await harness.get(`/api/v1/linked-accounts/${tenant.linkedAccountId}/permissions`, tenant.headers)).json
      .results as { capability: string; is_required: boolean }[];
  const required = async () =>
    (await permissions()).filter((one) => one.is_required).map((one) => one.capability);
  const usual = await required();
  const chosen = usual.slice(0, 1);
  expect(usual.length).toBeGreaterThan(1);
  expect((await change({ required_capabilities: chosen })).json.required_capabilities).toEqual(chosen);
  expect(await required()).toEqual(chosen);
  const shown = await harness.get(`/api/v1/linked-accounts/${tenant.linkedAccountId}`, tenant.headers);
  expect(shown.json.required_capabilities).toEqual(chosen);
  const bad = await change({ required_capabilities: [...chosen, 'everything'] });
  expectProblem(bad, 400, 'capability_unknown', '/required_capabilities/1');
  expect((await change({ required_capabilities: null })).json.required_capabilities).toBeNull();
  expect(await required()).toEqual(usual);
});
