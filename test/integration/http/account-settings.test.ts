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
  expect(first.json).toEqual({ id, organization_head: 'ada@acme.example', time_zone: 'America/New_York' });
  expect(await countRuns()).toBe(1);
  const second = await change({ time_zone: 'America/Los_Angeles', unknown: 1 });
  expect(second.json).toEqual({
    id,
    organization_head: 'ada@acme.example',
    time_zone: 'America/Los_Angeles',
  });
  expect((await change({ organization_head: null })).json.organization_head).toBeNull();
});

it('asks for no reading when nothing changes', async () => {
  await harness.context.db.deleteFrom('sync_runs').execute();
  const { json } = await change({});
  expect((await change(json)).json).toEqual(json);
  expect(await countRuns()).toBe(0);
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
