import { expect, test } from 'vitest';
import { startTestSandbox, type TestSandbox } from './test-support/test-sandbox.ts';

async function page({ sandbox }: TestSandbox, path = ''): Promise<string> {
  const response = await fetch(`${sandbox.url}/control-panel${path}`);
  expect(response.status, path).toBe(200);
  return response.text();
}

async function send(
  { sandbox }: TestSandbox,
  path: string,
  form: Record<string, string> = {},
): Promise<string> {
  const url = `${sandbox.url}/control-panel${path}`;
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
  expect(answer.status, path).toBe(303);
  return answer.headers.get('location')!.replace('/control-panel', '');
}

test('every section opens, says that it is a sandbox, and links the mailbox when there is one', async () => {
  await using site = await startTestSandbox({ mailboxUrl: 'http://127.0.0.1:1/mailbox' });
  const start = await page(site);
  expect(start).toContain('<a href="http://127.0.0.1:1/mailbox">Mailbox</a>');
  const links = [...start.matchAll(/<a href="\/control-panel(\/[a-z-]+)">/g)].map(([, path]) => path!);
  expect(links).toEqual(['/people', '/third-party', '/faults', '/journal']);
  for (const path of ['', ...links])
    expect(await page(site, path)).toContain('Sandbox: a simulated Justworks');
  await using plain = await startTestSandbox();
  expect(await page(plain)).not.toContain('Mailbox');
  expect((await fetch(`${plain.sandbox.url}/control-panel/nowhere`)).status).toBe(404);
});

test('whatever can happen to a person happens by forms', async () => {
  await using site = await startTestSandbox();
  const { control } = site.sandbox;
  const hired = await send(site, '/people', {
    firstName: 'Ada',
    lastName: '<b>',
    startDate: '2026-03-01',
    preferredName: '',
  });
  const current = () => control.state().members.at(-1)!;
  expect(current()).toMatchObject({ firstName: 'Ada', preferredName: null, status: 'Active' });
  expect(await page(site, hired)).toContain('<h1>Ada &lt;b&gt;</h1>');
  const [chief] = control.state().members;

  const move = {
    department: 'People',
    office: 'Brooklyn HQ',
    manager: chief!.id,
    effectiveDate: '2026-03-05',
  };
  await send(site, `${hired}/edit`, move);
  const { effectiveDate, ...place } = move;
  expect(current()).toMatchObject(place);
  expect(current().history.at(-1)).toMatchObject({ effectiveDate });
  await send(site, `${hired}/edit`, { firstName: 'Eda', preferredName: 'E', lastName: 'Cross' });
  await send(site, `${hired}/edit`, { workEmail: 'eda@larch.example', personalEmail: '' });
  await send(site, `${hired}/edit`, { payType: 'Salary', payRate: '90000', reason: 'Raise' });
  expect(current()).toMatchObject({ lastName: 'Cross', workEmail: 'eda@larch.example', payRate: '90000.00' });
  expect(current().history.at(-1)).toMatchObject({ reason: 'Raise', payRate: '90000.00' });

  await send(site, `${hired}/hide`);
  expect(current()).toMatchObject({ isHidden: true });
  await send(site, `${hired}/show`);
  await send(site, `${hired}/terminate`, {
    date: '2026-03-06',
    kind: 'involuntary',
    lastDayWorked: '2026-03-05',
  });
  expect(current()).toMatchObject({
    status: 'Terminated',
    terminationKind: 'involuntary',
    lastDayWorked: '2026-03-05',
    isHidden: false,
  });
  await send(site, `${hired}/cancel-termination`);
  expect(current()).toMatchObject({ status: 'Active' });
  await send(site, `${hired}/terminate`, { date: '2026-03-06' });
  await send(site, `${hired}/rehire`, { startDate: '2026-03-10' });
  expect(current()).toMatchObject({ status: 'Active', startDate: '2026-03-10' });
  expect(await page(site, hired)).toContain('<td>Rehire</td>');
  expect(await send(site, `${hired}/delete`)).toBe('/people');
  expect(control.state().members).toHaveLength(24);
});

test('a refusal is a page with the reason', async () => {
  await using site = await startTestSandbox();
  const { id } = site.sandbox.control.state().members[0]!;
  const url = `${site.sandbox.url}/control-panel/people/${id}`;
  const refused = await fetch(`${url}/terminate`, {
    method: 'POST',
    body: new URLSearchParams({ date: 'soon' }),
  });
  expect([refused.status, (await refused.text()).includes('date must be MM/DD/YYYY')]).toEqual([422, true]);
  const clock = `${site.sandbox.url}/control-panel/clock`;
  expect((await fetch(clock, { method: 'POST', body: new URLSearchParams({ days: '1' }) })).status).toBe(409);
});

test('log-ins: one permission, termination, further companies, invitation, lock', async () => {
  await using site = await startTestSandbox();
  const { control } = site.sandbox;
  const { id } = await control.addThirdParty({
    firstName: 'A',
    lastName: 'B',
    workEmail: 'a@inbound.example',
  });
  const path = `/third-party/${id}`;
  const one = () => control.state().thirdParties[0];
  await send(site, `${path}/grant`, { permission: 'Manage employees' });
  expect(one()).toMatchObject({ permissions: ['Manage employees'] });
  expect(await page(site, path)).toMatch(/Revoke Manage employees/);
  await send(site, `${path}/revoke`, { permission: 'Manage employees' });
  await send(site, `${path}/companies`, { name: 'Larch Holding LLC' });
  await send(site, `${path}/terminate`, { date: '2026-05-01' });
  expect(one()).toMatchObject({
    permissions: [],
    terminationDate: '2026-05-01',
    otherCompanies: [{ name: 'Larch Holding' }],
  });
  await send(site, `${path}/cancel-termination`);
  expect(one()).toMatchObject({ terminationDate: null });
  await send(site, `${path}/expire-invitation`);
  const [invitation] = /\/invitations\/[\w-]+/.exec(site.mailbox.messages()[0]!.text)!;
  expect((await site.client.get(invitation)).status).toBe(410);
  await send(site, `${path}/invite`);
  expect(site.mailbox.messages()).toHaveLength(2);
  const robot = control.addSignIn({ userName: 'robot', password: 'right' });
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await site.client.post('/login', { username: 'robot', password: 'wrong' });
  }
  expect(await page(site, `/third-party/${robot.id}`)).toContain('Locked.');
  await send(site, `/third-party/${robot.id}/unlock`);
  expect(control.state().thirdParties[1]).toMatchObject({ isLocked: false });
  await send(site, `${path}/delete`);
  expect(control.state().thirdParties.map((left) => left.id)).toEqual([robot.id]);
});

test('faults go on with their parameters and off again, and the journal shows what was asked', async () => {
  await using site = await startTestSandbox();
  const { control } = site.sandbox;
  expect(await page(site, '/faults/new?fault=cut')).toMatch(/name="bytes"[^>]*required/);
  await send(site, '/faults', { fault: 'status_429', path: '/login', count: '2', retryAfter: '7' });
  await send(site, '/faults', { fault: 'cut', path: '', count: '', bytes: '900', honestLength: 'false' });
  await send(site, '/faults', {
    fault: 'duplicate_row',
    workEmail: 'a@b.example',
    change: '{"First Name":"X"}',
  });
  expect(control.faults()).toMatchObject([
    { fault: 'status_429', path: '/login', remaining: 2, retryAfter: 7 },
    { fault: 'cut', path: '/report-files', remaining: null, bytes: 900, honestLength: false },
    { fault: 'duplicate_row', change: { 'First Name': 'X' } },
  ]);
  expect((await site.client.get('/login?x=<1>')).status).toBe(429);
  expect(await page(site, '/journal')).toContain('/login?x=%3C1%3E');
  await send(site, '/journal/clear');
  expect(control.journal()).toEqual([]);
  await send(site, '/faults/clear', { id: control.faults()[1]!.id });
  expect(control.faults().map(({ fault }) => fault)).toEqual(['status_429', 'duplicate_row']);
  await send(site, '/faults/clear');
  expect(control.faults()).toEqual([]);
});

test('the clock and the company move', async () => {
  await using site = await startTestSandbox({ clock: undefined });
  const { control } = site.sandbox;
  await send(site, '/clock', { days: '0', hours: '', to: '2099-06-30T12:00:00Z' });
  await send(site, '/clock', { days: '1', hours: '2', to: '' });
  expect(control.clock().today).toBe('2099-07-01');
  await send(site, '/company/leave');
  expect(control.state().company.leftOn).toBe('2099-07-01');
  expect(await page(site)).toContain('left Justworks on 2099-07-01');
  await send(site, '/company/return');
  expect(control.state().company.leftOn).toBeNull();
});
