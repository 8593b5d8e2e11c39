import { expect, test } from 'vitest';
import { APP, PartnerClient } from './test-support/partner-client.ts';
import { startTestSandbox, type TestSandbox } from './test-support/test-sandbox.ts';

interface Request {
  id: string;
  member_id: string;
  policy_id: string;
  status: string;
  unit_type: string;
  amount: number;
  start_date: string;
  end_date: string;
}

interface Balance {
  member_id: string;
  policy_id: string;
  available: number;
  used: number;
}

async function connect(site: TestSandbox): Promise<PartnerClient> {
  const client = new PartnerClient(site.sandbox);
  await client.connect();
  return client;
}

const OPTIONS = { oauthApps: [APP] };
const YEARS = 'start_date=2025-01-01&end_date=2026-12-31';

async function balances(client: PartnerClient, question: object = {}): Promise<Balance[]> {
  const asked = await client.send('POST', '/v1/time-off/balances', question);
  expect(asked.status).toBe(202);
  const path = `/v1/time-off/balances/${String(asked.json['report_id'])}`;
  expect((await client.get(path)).json).toEqual({ status: 'pending', items: [] });
  const { json } = await client.get(path);
  expect(json['status']).toBe('complete');
  return json['items'] as Balance[];
}

test('requests are paged without a loss, and filtered by member, policy and status', async () => {
  await using site = await startTestSandbox(OPTIONS);
  const client = await connect(site);
  const path = `/v1/time-off/requests?${YEARS}`;
  const all = (await client.all(path)) as unknown as Request[];
  const paged = (await client.all(`${path}&limit=3`)) as unknown as Request[];
  expect(paged).toEqual(all);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(40);
  for (const field of ['member_id', 'policy_id', 'status'] as const) {
    const value = all[0]![field];
    const filtered = await client.all(`${path}&${field}=${value}&limit=2`);
    expect(filtered, field).toEqual(all.filter((request) => request[field] === value));
  }
  const contractors = site.sandbox.control.state().members.filter(({ id }) => {
    return all.some((request) => request.member_id === id);
  });
  expect(contractors.map(({ memberType }) => memberType)).not.toContain(
    'U.S. Contractor or Consultant (1099)',
  );
  expect((await client.get('/v1/time-off/requests?start_date=2026-01-01')).status).toBe(400);
});

test('a request is pending when it is made and decided before its first day', async () => {
  await using site = await startTestSandbox({ ...OPTIONS, companySize: 300 });
  const client = await connect(site);
  const pending = async () =>
    (await client.all(`/v1/time-off/requests?${YEARS}&status=pending`)) as unknown as Request[];
  const before = await pending();
  expect(before.length).toBeGreaterThan(0);
  site.clock.advance(25 * 86_400_000);
  await client.connect();
  const still = new Set((await pending()).map(({ id }) => id));
  expect(before.filter(({ id }) => still.has(id))).toEqual([]);
});

test('balances are what the approved requests leave of the grant', async () => {
  await using site = await startTestSandbox(OPTIONS);
  const client = await connect(site);
  const policies = await client.all('/v1/time-off/policies?status=active');
  expect(policies.map(({ type }) => type).sort()).toEqual(['other', 'sick', 'vacation']);
  expect(await client.all('/v1/time-off/policies')).toHaveLength(4);
  const asOf = '2025-12-31';
  const items = await balances(client, { as_of_date: asOf });
  const approved = (await client.all(
    `/v1/time-off/requests?start_date=2025-01-01&end_date=${asOf}&status=approved`,
  )) as unknown as Request[];
  for (const { member_id: member, policy_id: policy, used } of items) {
    const taken = approved.filter((one) => one.member_id === member && one.policy_id === policy);
    expect(used).toBe(taken.reduce((total, one) => total + one.amount, 0));
  }
  const granted = new Set(items.map(({ available, used }) => available + used));
  expect([...granted].sort((one, other) => one - other)).toEqual([3, 56, 120]);
  const member = items[0]!.member_id;
  const own = await balances(client, { as_of_date: asOf, member_id: member });
  expect(own).toEqual(items.filter((one) => one.member_id === member));
});

test('balances can stay pending, fail, and belong to who asked', async () => {
  await using site = await startTestSandbox(OPTIONS);
  const client = await connect(site);
  const { control } = site.sandbox;
  const asked = await client.send('POST', '/v1/time-off/balances', {});
  const path = `/v1/time-off/balances/${String(asked.json['report_id'])}`;
  control.addFault({ fault: 'slow_balances' });
  const statuses = [];
  for (let look = 0; look < 4; look += 1) statuses.push((await client.get(path)).json['status']);
  expect(statuses).toEqual(['pending', 'pending', 'pending', 'pending']);
  control.clearFaults();
  control.addFault({ fault: 'failed_balances', count: 1 });
  expect((await client.get(path)).json['status']).toBe('failed');
  const somebodyElse = await connect(site);
  expect((await somebodyElse.get(path)).status).toBe(404);
});
