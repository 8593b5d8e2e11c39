import { expect, test } from 'vitest';
import type { SandboxState } from './index.ts';
import { download, signIn, startTestSandbox, type TestSandbox } from './test-support/test-sandbox.ts';

interface Reply {
  status: number;
  json: Record<string, unknown>;
}

function controlOf({ sandbox }: TestSandbox) {
  return async (method: string, path: string, body?: object): Promise<Reply> => {
    const headers = { 'content-type': 'application/json' };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${sandbox.url}/control${path}`, init);
    const text = await response.text();
    return { status: response.status, json: (text ? JSON.parse(text) : {}) as Record<string, unknown> };
  };
}

async function linesOf(site: TestSandbox, lastName: string, type = 'employee_census'): Promise<string[]> {
  return (await download(site.client, type)).body.split('\n').filter((line) => line.includes(lastName));
}

test('a hire, changes, a termination and a removal show in the reports', async () => {
  await using site = await startTestSandbox();
  await signIn(site);
  const control = controlOf(site);
  const chief = site.sandbox.control.state().members[0]!;
  const hired = await control('POST', '/hire', {
    firstName: 'Ottoline',
    lastName: 'Newcastle',
    workEmail: 'ottoline@juniper-vale-goods.example',
    jobTitle: 'Analyst',
    department: 'People',
    manager: chief.workEmail,
    startDate: '03/01/2026',
    payType: 'Salary',
    payRate: 70_000,
    payFrequency: 'Semimonthly',
    flsaStatus: 'Exempt',
  });
  expect(hired).toMatchObject({
    status: 200,
    json: { workId: '00025', status: 'Active', manager: chief.id },
  });
  const id = hired.json['id'] as string;
  const [row] = await linesOf(site, 'Newcastle');
  expect(row).toContain(`,Analyst,People,Remote (work from home),${chief.firstName} ${chief.lastName},`);

  await control('POST', `/employees/${id}`, { street1: '1 New Street', preferredName: null });
  expect(await linesOf(site, 'Newcastle', 'work_history')).toHaveLength(1);
  await control('POST', `/employees/${id}`, { jobTitle: 'Lead', payRate: '80000', reason: 'Promotion' });
  const history = await linesOf(site, 'Newcastle', 'work_history');
  expect(history.map((line) => line.split(',').slice(4, 6))).toEqual([
    ['03/01/2026', 'Analyst'],
    ['03/10/2026', 'Lead'],
  ]);
  expect(history[1]).toContain(',Salary,80000.00,Semimonthly,Exempt,Promotion');

  await control('POST', `/employees/${id}/terminate`, { date: '2026-03-10' });
  expect((await linesOf(site, 'Newcastle'))[0]).toMatch(/,03\/10\/2026,Active$/);
  site.clock.advance(86_400_000);
  expect((await linesOf(site, 'Newcastle'))[0]).toMatch(/,03\/10\/2026,Terminated$/);
  await control('POST', `/employees/${id}/cancel-termination`);
  expect((await linesOf(site, 'Newcastle'))[0]).toMatch(/,,Active$/);
  expect((await control('DELETE', `/employees/${id}`)).status).toBe(204);
  expect(await linesOf(site, 'Newcastle')).toEqual([]);
});

test('refuses what a report could not say', async () => {
  await using site = await startTestSandbox();
  const control = controlOf(site);
  const { members } = site.sandbox.control.state();
  const path = `/employees/${members[2]!.id}`;
  const wrong: [object, number][] = [
    [{ dateOfBirth: '02/30/1990' }, 422],
    [{ department: 'Alchemy' }, 422],
    [{ memberType: 'Volunteer' }, 422],
    [{ lastName: '' }, 422],
    [{ manager: 'nobody@example.org' }, 422],
    [{ shoeSize: '44' }, 422],
    [{ workEmail: members[3]!.workEmail!.toUpperCase() }, 409],
    [{ jobTitle: 'X', effectiveDate: '1999-01-01' }, 422],
  ];
  for (const [patch, status] of wrong) {
    expect((await control('POST', path, patch)).status, JSON.stringify(patch)).toBe(status);
  }
  expect(site.sandbox.control.state().members[2]).toEqual(members[2]);
  expect((await control('POST', '/employees/unknown', {})).status).toBe(404);
  expect((await control('POST', '/faults', { fault: 'status_418' })).status).toBe(422);
  expect((await control('POST', '/faults', { fault: 'cut', bytes: '10' })).status).toBe(422);
  expect((await control('POST', '/faults', { fault: 'missing_column' })).status).toBe(422);
  const misspelt = [
    { fault: 'encoding', encoding: 'utf-7' },
    { fault: 'edge_dates', dates: 'easter' },
    { fault: 'missing_permission', permission: 'Rule the world' },
    { fault: 'invitation_demands', fields: 'personal_email,shoe_size' },
  ];
  for (const fault of misspelt)
    expect((await control('POST', '/faults', fault)).status, fault.fault).toBe(422);
  expect((await control('POST', '/faults', { fault: 'bom', count: 0 })).status).toBe(422);
});

test('third parties, permissions and sign-ins are made over JSON, and no secret is shown', async () => {
  await using site = await startTestSandbox();
  const control = controlOf(site);
  const input = { firstName: 'Muster', lastName: 'Service Account', workEmail: 'link@inbound.example' };
  const added = await control('POST', '/third-party', { ...input, sendInvitation: 'Later' });
  expect(added.json).toMatchObject({ id: expect.any(String), invitation: 'not_sent' });
  expect(site.mailbox.messages()).toHaveLength(0);
  const path = `/third-party/${String(added.json['id'])}`;
  expect((await control('POST', `${path}/invite`)).json).toMatchObject({ invitation: 'sent' });
  expect(site.mailbox.messages()).toHaveLength(1);
  expect((await control('POST', '/third-party', input)).status).toBe(409);

  const granted = await control('POST', `${path}/permissions`, { permissions: ['Manage employees'] });
  expect(granted.json).toMatchObject({ permissions: ['Manage employees'] });
  expect((await control('POST', `${path}/permissions`, { permissions: ['Rule the world'] })).status).toBe(
    422,
  );

  const secret = 'JBSWY3DPEHPK3PXP';
  await control('POST', '/sign-ins', {
    userName: 'robot',
    password: 'pass phrase',
    authenticatorSecret: secret,
  });
  const state = await control('GET', '/state');
  const text = JSON.stringify(state.json);
  expect((state.json as unknown as SandboxState).thirdParties).toHaveLength(2);
  expect([text.includes(secret), text.includes('pass phrase'), text.includes('passwordHash')]).toEqual([
    false,
    false,
    false,
  ]);
  expect((await control('DELETE', path)).status).toBe(204);
  expect((await control('POST', `${path}/invite`)).status).toBe(404);
});

test('faults and the journal of the site are listed and cleared', async () => {
  await using site = await startTestSandbox();
  const control = controlOf(site);
  await control('POST', '/faults', { fault: 'challenge', path: '/login', count: 3 });
  await site.client.get('/login?from=test');
  await site.client.get('/nowhere');
  await fetch(`${site.sandbox.url}/admin/employees`);
  expect((await control('GET', '/faults')).json).toMatchObject({
    faults: [{ fault: 'challenge', path: '/login', remaining: 2 }],
  });
  expect((await control('GET', '/journal')).json).toMatchObject({
    requests: [
      { method: 'GET', path: '/login', query: 'from=test' },
      { method: 'GET', path: '/nowhere' },
    ],
  });
  expect((await control('DELETE', '/faults')).status).toBe(204);
  expect((await control('DELETE', '/journal')).status).toBe(204);
  expect((await control('GET', '/journal')).json).toEqual({ requests: [] });
  expect((await site.client.get('/login')).status).toBe(200);
});

test('the state is paged, and finds one person by work e-mail', async () => {
  await using site = await startTestSandbox({ companySize: 2_001 });
  const control = controlOf(site);
  const state = async (query = '') =>
    (await control('GET', `/state${query}`)).json as unknown as SandboxState;
  const all = site.sandbox.control.state({ limit: 3_000 }).members;
  expect(all).toHaveLength(2_001);
  expect(await state()).toMatchObject({ memberCount: 2_001, members: { length: 2_000 } });
  const ids = (page: SandboxState) => page.members.map(({ id }) => id);
  expect(ids(await state('?limit=3&offset=1999'))).toEqual(all.slice(1_999).map(({ id }) => id));
  const wanted = all[1_500]!;
  const found = await state(`?workEmail=${encodeURIComponent(wanted.workEmail!.toUpperCase())}`);
  expect([found.memberCount, ids(found)]).toEqual([1, [wanted.id]]);
  expect((await control('GET', '/state?limit=many')).status).toBe(422);
});

test('people are hidden, moved and taken back, permissions granted one by one', async () => {
  await using site = await startTestSandbox();
  const control = controlOf(site);
  const { members, company } = site.sandbox.control.state();
  const path = `/employees/${members[8]!.id}`;
  expect(members[8]).toMatchObject({ status: 'Terminated' });
  expect((await control('POST', `/employees/${members[7]!.id}/rehire`)).status).toBe(409);
  expect((await control('POST', `${path}/rehire`, { startDate: '2026-03-09' })).json).toMatchObject({
    status: 'Active',
    startDate: '2026-03-09',
    terminationDate: null,
  });
  expect((await control('POST', `${path}/hide`)).json).toMatchObject({ isHidden: true });
  expect((await control('POST', `${path}/show`)).json).toMatchObject({ isHidden: false });
  const office = { name: 'Reno Depot', street1: '1 Elm', city: 'Reno', state: 'NV', zip: '89501' };
  expect((await control('POST', '/offices', office)).json).toMatchObject({
    country: 'United States',
    phone: null,
  });
  expect((await control('POST', '/offices', office)).status).toBe(422);
  const moved = { office: 'Reno Depot', department: company.departments[1]!.name, manager: members[0]!.id };
  expect((await control('POST', path, moved)).json).toMatchObject(moved);

  const { id } = site.sandbox.control.addSignIn({ userName: 'robot', password: 'pass' });
  const send = async (action: string, body: object) =>
    (await control('POST', `/third-party/${id}/${action}`, body)).json;
  const permission = 'Manage employees';
  expect(await send('permissions/grant', { permission })).toMatchObject({ permissions: [permission] });
  expect(await send('permissions/grant', { permission })).toMatchObject({ permissions: [permission] });
  const other = 'Edit company settings';
  expect(await send('permissions/grant', { permission: other })).toMatchObject({
    permissions: [permission, other],
  });
  expect(await send('permissions/revoke', { permission })).toMatchObject({ permissions: [other] });
  expect((await control('POST', `/third-party/${id}/permissions/grant`, { permission: 'All' })).status).toBe(
    422,
  );
  expect(await send('companies', { names: ['Other Inc.'] })).toMatchObject({
    otherCompanies: [{ name: 'Other' }],
  });
  expect(await send('terminate', { date: '2026-04-01' })).toMatchObject({ terminationDate: '2026-04-01' });
  expect(await send('cancel-termination', {})).toMatchObject({ terminationDate: null });
  expect((await control('POST', '/company/leave')).json).toMatchObject({ leftOn: '2026-03-10' });
  expect((await control('POST', '/company/return')).json).toMatchObject({ leftOn: null });
});

test('the clock moves forward only, and not where somebody else keeps it', async () => {
  await using given = await startTestSandbox();
  expect((await controlOf(given)('GET', '/clock')).json).toEqual({
    now: '2026-03-10T15:00:00.000Z',
    today: '2026-03-10',
    isMovable: false,
  });
  expect((await controlOf(given)('POST', '/clock/advance', { days: 1 })).status).toBe(409);

  await using own = await startTestSandbox({ clock: undefined });
  const control = controlOf(own);
  const now = async () => Date.parse((await control('GET', '/clock')).json['now'] as string);
  const before = await now();
  await control('POST', '/clock/advance', { days: 30, hours: 2 });
  const ahead = (await now()) - before;
  expect(ahead).toBeGreaterThanOrEqual(30 * 86_400_000 + 2 * 3_600_000);
  expect(ahead).toBeLessThan(31 * 86_400_000);
  await control('POST', '/clock/advance', { to: '2099-12-31T23:00:00Z' });
  expect(own.sandbox.control.state().today).toBe('2099-12-31');
  for (const step of [{ to: '2099-12-31T22:00:00Z' }, { days: -1 }, {}, { to: 'soon' }]) {
    expect((await control('POST', '/clock/advance', step)).status, JSON.stringify(step)).toBe(422);
  }
});
