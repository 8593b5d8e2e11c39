import { expect, test } from 'vitest';
import { APP, PartnerClient } from './test-support/partner-client.ts';
import { startTestSandbox, type TestSandbox } from './test-support/test-sandbox.ts';
import type { SandboxOptions } from './index.ts';

async function connected(options: Partial<SandboxOptions> = {}) {
  const site = await startTestSandbox({ oauthApps: [APP], ...options });
  const client = new PartnerClient(site.sandbox);
  await client.connect();
  return { site, client, control: site.sandbox.control, [Symbol.asyncDispose]: () => close(site) };
}

function close(site: TestSandbox): Promise<void> {
  return Promise.resolve(site[Symbol.asyncDispose]());
}

type Item = Record<string, unknown> & { id: string };

test('the company tells what the web pages tell, details under their scope only', async () => {
  await using world = await connected();
  const { company } = world.control.state();
  const { json } = await world.client.get('/v1/company');
  expect(json).toMatchObject({
    id: company.id,
    legal_name: company.legalName,
    tax_id: company.ein,
    departments: company.departments,
    country_data: { US: { ein: company.ein } },
    addresses: [{ line1: '145 Juniper Street', country: 'US' }],
  });
  expect(json['offices']).toEqual([
    expect.objectContaining({ id: company.offices[0]!.id, phone: '(212) 555-0101' }),
    // Portland has neither a phone nor a second line: nothing empty is sent.
    {
      id: company.offices[1]!.id,
      name: 'Portland Workshop',
      address: {
        line1: '2210 Vale Avenue',
        city: 'Portland',
        state: 'OR',
        postal_code: '97205',
        country: 'US',
      },
    },
  ]);
});

test('everybody of the roster is listed once, page by page, with third parties among them', async () => {
  await using world = await connected();
  const vendor = { firstName: 'Cater', lastName: 'Inc', workEmail: 'cater@vendor.example' };
  await world.control.addThirdParty({ ...vendor, memberType: 'Vendor', sendInvitation: 'Later' });
  const items = (await world.client.all('/v1/members?limit=7')) as Item[];
  const ids = items.map(({ id }) => id);
  expect(ids).toEqual([...ids].sort());
  const { members, thirdParties } = world.control.state();
  expect(ids).toEqual([...members, ...thirdParties].map(({ id }) => id).sort());
  expect(items.filter(({ type }) => type === 'vendor')).toHaveLength(1);
  const [outsider] = thirdParties;
  world.control.terminateThirdParty(outsider!.id, '2026-03-09');
  expect((await world.client.get(`/v1/members/${outsider!.id}`)).json['active']).toBe(false);
  for (const member of members) {
    const item = items.find(({ id }) => id === member.id)!;
    expect(item['active'], member.status).toBe(member.status !== 'Terminated');
    expect(item['work_id'] ?? null).toBe(member.workId);
    expect(item['employment_termination_date'] ?? null).toBe(member.terminationDate);
  }
});

test('a cursor stays where it was while people come and go', async () => {
  await using world = await connected();
  const first = await world.client.get('/v1/members?limit=5');
  const seen = (first.json['items'] as Item[]).map(({ id }) => id);
  world.control.hire({ firstName: 'New', lastName: 'Comer' });
  expect(await world.client.all('/v1/members')).toHaveLength(25);
  world.control.removeEmployee(seen[4]!);
  const rest = await world.client.all(`/v1/members?limit=100`);
  const second = await world.client.get(`/v1/members?cursor=${String(first.json['next_cursor'])}`);
  const expected = rest.map((item) => (item as Item).id).filter((id) => id > seen[4]!);
  expect((second.json['items'] as Item[]).map(({ id }) => id)).toEqual(expected);
  expect(rest.map((item) => item['id'])).not.toContain(seen[4]);
  expect((await world.client.get('/v1/members?cursor=garbage')).status).toBe(400);
  expect((await world.client.get('/v1/members?limit=101')).status).toBe(400);
});

test('a member carries history, pay in cents and nothing empty', async () => {
  await using world = await connected();
  const { control, client } = world;
  const { members, company } = control.state();
  const contractor = members[6]!;
  const partTimer = members[12]!;
  const linesBefore = partTimer.history.length;
  control.editEmployee(partTimer.id, { payRate: '31.25', effectiveDate: '2026-03-09', reason: 'Raise' });
  const { json } = await client.get(`/v1/members/${partTimer.id}`);
  const department = company.departments.find(({ name }) => name === partTimer.department)!;
  expect(json).toMatchObject({
    type: 'employee',
    department,
    name: { given_name: partTimer.firstName, family_name: partTimer.lastName, additional_names: [] },
    emails: [
      { address: partTimer.workEmail, type: 'work' },
      { address: partTimer.personalEmail, type: 'personal' },
    ],
    current_employment: {
      job_title: partTimer.jobTitle,
      department,
      country_data: { US: { classification: 'part_time', flsa_status: 'non_exempt' } },
    },
    current_pay: { effective_date: '2026-03-09', amount: 3125, currency: 'USD', pay_type: 'hourly' },
    current_pay_frequency: 'biweekly',
    updated_at: '2026-03-10T15:00:00.000Z',
  });
  expect(json['pay_history']).toHaveLength(linesBefore + 1);
  expect(json['employment_history']).toHaveLength(1);
  expect(JSON.stringify(json)).not.toMatch(/null|""|\{\}/);

  const outsider = (await client.get(`/v1/members/${contractor.id}`)).json;
  expect(outsider).toMatchObject({ type: 'contractor', current_pay: { pay_type: 'hourly' } });
  expect(Object.keys(outsider)).not.toContain('current_pay_frequency');
  const remote = (await client.get(`/v1/members/${members[16]!.id}`)).json;
  expect(remote['employment_location_type']).toBe('remote');
  expect([remote['department'], remote['office']]).toEqual([undefined, undefined]);
  expect((await client.get('/v1/members/00000000-0000-4000-8000-000000000000')).json).toEqual({
    error: { code: 'not_found' },
  });
});

test('a scope opens its fields and no others', async () => {
  await using world = await connected();
  const { client, control } = world;
  const path = `/v1/members/${control.state().members[2]!.id}`;
  const detailed = Object.keys((await client.get(path)).json);
  expect(detailed).toEqual(expect.arrayContaining(['date_of_birth', 'employment_start_date', 'pay_history']));
  control.registerOAuthApp({ clientId: APP.clientId, scopes: ['member.basic:read'] });
  await client.connect({ scope: 'member.basic:read' });
  const { json } = await client.get(path);
  expect(Object.keys(json).sort()).toEqual([
    'active',
    'addresses',
    'company_id',
    'created_at',
    'department',
    'emails',
    'employment_location_type',
    'id',
    'job_title',
    'manager',
    'name',
    'office',
    'phones',
    'type',
    'updated_at',
    'work_id',
  ]);
  expect([json['phones'], json['addresses']]).toEqual([[], []]);
  expect((json['emails'] as { type: string }[]).map(({ type }) => type)).toEqual(['work']);
  const needs: [string, string][] = [
    ['/v1/company', 'company.basic:read'],
    ['/v1/company/custom-fields', 'company.detail:read'],
    [`${path}/custom-field-values`, 'member.detail:read'],
    [`${path}/tax-id`, 'member.tax_id:read'],
    ['/v1/payrolls?start_date=2026-01-01&end_date=2026-01-31', 'payroll:read'],
    ['/v1/paystubs/any', 'paystub:read'],
    ['/v1/time-off/policies', 'time_off:read'],
    ['/v1/deductions', 'deductions:read'],
  ];
  for (const [url, scope] of needs) {
    expect(await client.get(url), url).toMatchObject({
      status: 403,
      json: { error: { code: 'insufficient_scope', scope } },
    });
  }
  expect((await client.send('POST', '/v1/deductions')).status).toBe(403);
});

test('members are filtered by status and by the time of their last change', async () => {
  await using world = await connected();
  const { client, control, site } = world;
  const everybody = await client.all('/v1/members');
  const terminated = await client.all('/v1/members?status=terminated');
  expect(terminated).toHaveLength(
    control.state().members.filter(({ status }) => status === 'Terminated').length,
  );
  expect(await client.all('/v1/members?status=active')).toHaveLength(everybody.length - terminated.length);

  site.clock.advance(60_000);
  const changed = control.state().members[3]!;
  control.editEmployee(changed.id, { cellPhone: '(212) 555-0142' });
  const since = '2026-03-10T15:01:00.000Z';
  const idsOf = async (query: string) => (await client.all(`/v1/members?${query}`)).map((item) => item['id']);
  expect(await idsOf(`updated_at_gte=${since}`)).toEqual([changed.id]);
  expect(await idsOf(`updated_at=${since}`)).toEqual([changed.id]);
  expect(await idsOf(`updated_at_gt=${since}`)).toEqual([]);
  expect(await idsOf(`updated_at_lt=${since}`)).toHaveLength(everybody.length - 1);
  expect(await idsOf(`updated_at_ne=${since}`)).toHaveLength(everybody.length - 1);
  expect(await idsOf(`updated_at_lte=${since}&updated_at_gte=${since}`)).toEqual([changed.id]);
  expect((await client.get('/v1/members?updated_at_gt=yesterday')).status).toBe(400);
});

test('tax ids are there for who pays taxes here', async () => {
  await using world = await connected({ companySize: 40 });
  const { client, control } = world;
  const statusOf = async (memberType: string) => {
    const { id } = control.state().members.find((member) => member.memberType === memberType)!;
    return client.get(`/v1/members/${id}/tax-id`);
  };
  const employee = await statusOf('Employee - Full Time (W-2)');
  expect(employee.json['tax_id']).toMatch(/^000-\d{2}-\d{4}$/);
  expect((await statusOf('Employee - Employer of Record (EOR) Employee')).status).toBe(404);
  expect((await statusOf('Employee - Outside of U.S.')).status).toBe(404);
  expect((await statusOf('International Contractor')).status).toBe(400);
});

test('custom fields have definitions, and values that fit them', async () => {
  await using world = await connected();
  const { client, control } = world;
  const fields = await client.all('/v1/company/custom-fields');
  expect(fields.map(({ label }) => label).sort()).toEqual([
    'Languages',
    'Laptop Asset Tag',
    'Parking Spot',
    'Safety Training Valid Until',
    'T-Shirt Size',
  ]);
  let values = 0;
  for (const { id } of control.state().members) {
    const { json } = await client.get(`/v1/members/${id}/custom-field-values`);
    for (const value of json['items'] as { id: string; values: string[] }[]) {
      const field = fields.find((candidate) => candidate['id'] === value.id)!;
      const options = (field['options'] as { label: string }[]).map(({ label }) => label);
      if (field['type'] === 'select') expect(options).toEqual(expect.arrayContaining(value.values));
      if (field['cardinality'] === 'one') expect(value.values).toHaveLength(1);
      values += 1;
    }
  }
  expect(values).toBeGreaterThan(20);
});

test('ids of its own are the same on every way through the API, and different from the pages', async () => {
  await using world = await connected({ partnerApiIds: 'own' });
  const { client, control } = world;
  const { company, members } = control.state();
  const shown = (await client.get('/v1/company')).json as { id: string; departments: Item[] };
  expect(shown.id).not.toBe(company.id);
  const items = (await client.all('/v1/members')) as Item[];
  const pageIds = new Set(members.map(({ id }) => id));
  expect(items.filter(({ id }) => pageIds.has(id))).toEqual([]);
  const led = items.find((item) => item['manager'] !== undefined)!;
  const manager = await client.get(`/v1/members/${(led['manager'] as Item).id}`);
  expect(manager.status).toBe(200);
  const known = shown.departments.map(({ id }) => id);
  expect(known).toContain((items.find((item) => item['department'])!['department'] as Item).id);
  const same = (await new PartnerClient(world.site.sandbox).get('/v1/members')).status;
  expect(same).toBe(401);
});

test('the same seed gives the same bytes, and the journal knows each request', async () => {
  const read = async () => {
    await using world = await connected();
    const text = JSON.stringify([
      await world.client.all('/v1/members'),
      await world.client.all('/v1/payrolls?start_date=2026-01-01&end_date=2026-03-31'),
      await world.client.all('/v1/time-off/requests?start_date=2025-01-01&end_date=2026-12-31'),
    ]);
    const paths = world.control.journal().map(({ method, path }) => `${method} ${path}`);
    return { text, paths };
  };
  const [one, other] = [await read(), await read()];
  expect(other.text).toBe(one.text);
  expect(one.paths).toEqual([
    'GET /oauth/authorize',
    'POST /oauth/authorize/sign-in',
    'POST /oauth/authorize/next',
    'POST /oauth/authorize/decision',
    'POST /oauth/token',
    'GET /v1/members',
    'GET /v1/payrolls',
    'GET /v1/time-off/requests',
  ]);
});

test('faults: throttled, failing, malformed, cut off, with another word or a lost field', async () => {
  await using world = await connected();
  const { client, control } = world;
  control.addFault({ fault: 'status_429', path: '/v1/members', retryAfter: 3, count: 1 });
  const throttled = await client.get('/v1/members');
  expect(throttled).toMatchObject({ status: 429, json: { error: { code: 'rate_limited' } } });
  expect(throttled.headers.get('retry-after')).toBe('3');
  control.addFault({ fault: 'status_429', path: '/v1', count: 1 });
  expect((await client.get('/v1/members')).headers.get('retry-after')).toBeNull();
  control.addFault({ fault: 'status_500', path: '/oauth/token', count: 1 });
  expect((await client.token({})).status).toBe(500);
  control.addFault({ fault: 'api_malformed', path: '/v1/company', count: 1 });
  await expect(client.get('/v1/company')).rejects.toThrow('JSON');
  control.addFault({ fault: 'cut', path: '/v1/company', bytes: 40, count: 1 });
  await expect(client.get('/v1/company')).rejects.toThrow('terminated');
  control.addFault({ fault: 'api_changed_word', from: 'contractor', to: 'gig_worker', count: 1 });
  expect(JSON.stringify(await client.all('/v1/members'))).toContain('"type":"gig_worker"');
  control.addFault({ fault: 'api_missing_field', name: 'emails', count: 1 });
  const [first] = await client.all('/v1/members');
  expect(Object.keys(first!)).not.toContain('emails');
  expect(Object.keys((await client.all('/v1/members'))[0]!)).toContain('emails');
});

test('a rate limit of its own lets in so many requests in a window', async () => {
  await using world = await connected({ partnerApiRateLimit: { requests: 2, windowSeconds: 60 } });
  const { client, site } = world;
  const statuses = [];
  for (let count = 0; count < 3; count += 1) statuses.push((await client.get('/v1/company')).status);
  expect(statuses).toEqual([200, 200, 429]);
  expect((await client.get('/v1/company')).headers.get('retry-after')).toBe('60');
  site.clock.advance(60_000);
  expect((await client.get('/v1/company')).status).toBe(200);
});

test('a company that has left is closed to its apps, and open again when it returns', async () => {
  await using world = await connected();
  const { client, control } = world;
  control.leaveCompany();
  expect(await client.get('/v1/members')).toMatchObject({
    status: 403,
    json: { error: { code: 'company_inactive' } },
  });
  control.returnCompany();
  expect((await client.get('/v1/members')).status).toBe(200);
});
