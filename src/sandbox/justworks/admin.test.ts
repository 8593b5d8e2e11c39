import { expect, test } from 'vitest';
import { startTestSandbox, type TestSandbox } from './test-support/test-sandbox.ts';

async function page({ sandbox }: TestSandbox, path: string): Promise<string> {
  const response = await fetch(`${sandbox.url}${path}`);
  expect(response.status, path).toBe(200);
  return response.text();
}

function send({ sandbox }: TestSandbox, path: string, form: Record<string, string> = {}): Promise<Response> {
  return fetch(`${sandbox.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    redirect: 'manual',
  });
}

test('every section of the admin pages opens and says that it is a sandbox', async () => {
  await using site = await startTestSandbox();
  const start = await page(site, '/admin');
  const links = [...start.matchAll(/<a href="(\/admin\/[a-z-]+)">([^<]+)<\/a>/g)];
  expect(links.map(([, , text]) => text)).toEqual([
    'Employees',
    'Contractors',
    'Directory',
    'Third party',
    'Departments',
    'Offices',
    'Permissions',
    'Reports',
    'Integrations',
  ]);
  for (const [, path] of links) expect(await page(site, path!)).toContain('Sandbox: a simulated Justworks');
  expect(await page(site, '/admin/employees/add')).toContain('Add third party or temp');
  expect(await page(site, '/admin/contractors')).toContain('(Contractor) Smith');
  expect(await page(site, '/admin/employees')).not.toContain('(Contractor) Smith');
  expect(await page(site, '/admin/reports/work_history')).toContain('Work ID,First Name,Last Name');
});

test('the third-party form has the documented fields in their order', async () => {
  await using site = await startTestSandbox();
  const form = await page(site, '/admin/third-party/add');
  const names = [...form.matchAll(/ name="(\w+)"/g)].map(([, name]) => name!);
  expect([...new Set(names.filter((name) => name !== 'viewport'))]).toEqual([
    'memberType',
    'adminAccess',
    'firstName',
    'lastName',
    'title',
    'manager',
    'department',
    'office',
    'startDate',
    'workEmail',
    'sendInvitationTo',
    'sendInvitation',
  ]);
});

test('an admin hires, edits, terminates and removes by forms', async () => {
  await using site = await startTestSandbox();
  const hired = await send(site, '/admin/employees', {
    firstName: 'Ignatius',
    lastName: '<Quill> & Sons',
    memberType: 'Employee - Part Time (W-2)',
    department: 'Operations',
    office: 'Brooklyn HQ',
    startDate: '2026-04-01',
    payRate: '',
  });
  expect(hired.status).toBe(303);
  const path = hired.headers.get('location')!;
  expect(await page(site, path)).toContain('<h1>Ignatius &lt;Quill&gt; &amp; Sons</h1>');
  const current = () => site.sandbox.control.state().members.at(-1)!;
  expect(current()).toMatchObject({ status: 'Pending', department: 'Operations', payRate: null });

  await send(site, path, {
    street1: '9 Elm Lane',
    jobTitle: 'Packer',
    department: 'People',
    payRate: '21.5',
  });
  expect(current()).toMatchObject({
    street1: '9 Elm Lane',
    jobTitle: 'Packer',
    department: 'People',
    payRate: '21.50',
  });
  expect((await send(site, path, { department: 'Alchemy' })).status).toBe(422);
  await send(site, `${path}/termination`, { date: '2026-06-30', kind: 'involuntary', reason: 'Season over' });
  expect(current()).toMatchObject({ terminationDate: '2026-06-30', terminationKind: 'involuntary' });
  await send(site, `${path}/cancel-termination`);
  expect(current()).toMatchObject({ terminationDate: null });
  await send(site, `${path}/remove`);
  expect(site.sandbox.control.state().members).toHaveLength(24);
});

test('asks for what is missing in the third-party form', async () => {
  await using site = await startTestSandbox();
  const answer = await send(site, '/admin/third-party', {
    firstName: 'A',
    lastName: 'B',
    workEmail: 'no address',
  });
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain('Work Email must be an e-mail address.');
  expect(site.sandbox.control.state().thirdParties).toEqual([]);
});

test('lists show fifty people at a time and find one by name or e-mail', async () => {
  await using site = await startTestSandbox({ companySize: 300 });
  const links = (text: string) => [...text.matchAll(/\/admin\/employees\/[0-9a-f-]{36}/g)].length;
  const first = await page(site, '/admin/employees');
  expect([links(first), first.includes('page 1 of 6')]).toEqual([50, true]);
  const next = /href="(\/admin\/employees\?[^"]+)">Next/.exec(first)![1]!.replace('&amp;', '&');
  expect(await page(site, next)).toContain('page 2 of 6');
  const { workEmail, id } = site.sandbox.control.state().members[150]!;
  const found = await page(site, `/admin/employees?q=${encodeURIComponent(workEmail!)}`);
  expect([links(found), found.includes(id)]).toEqual([1, true]);
  expect(links(await page(site, '/admin/employees?q=%3Cnobody%3E'))).toBe(0);
  expect(await page(site, '/admin/employees?q=%3Cnobody%3E')).toContain('value="&lt;nobody&gt;"');
  expect(await page(site, '/admin/employees/new')).toContain('Manager (work e-mail)');
});

test('the directory of the admin leaves out who is hidden', async () => {
  await using site = await startTestSandbox();
  const { id } = site.sandbox.control.state().members[3]!;
  expect(await page(site, '/admin/directory')).toContain(id);
  await send(site, `/admin/employees/${id}/hide`);
  expect(await page(site, '/admin/directory')).not.toContain(id);
  expect(await page(site, '/admin/employees')).toContain(id);
  await send(site, `/admin/employees/${id}/show`);
  expect(await page(site, '/admin/directory')).toContain(id);
});

test('a termination has a separation date, a last day worked, a type and a reason', async () => {
  await using site = await startTestSandbox();
  const { id } = site.sandbox.control.state().members[3]!;
  const path = `/admin/employees/${id}/termination`;
  const form = await page(site, path);
  expect([...form.matchAll(/ name="(\w+)"/g)].map(([, name]) => name)).toEqual(
    expect.arrayContaining(['date', 'lastDayWorked', 'kind', 'reason']),
  );
  const answers = {
    date: '2026-04-30',
    lastDayWorked: '2026-04-24',
    kind: 'involuntary',
    reason: 'Position eliminated',
  };
  expect((await send(site, path, { ...answers, lastDayWorked: '2026-05-01' })).status).toBe(422);
  expect((await send(site, path, answers)).status).toBe(303);
  expect(site.sandbox.control.state().members[3]).toMatchObject({
    terminationDate: '2026-04-30',
    lastDayWorked: '2026-04-24',
    terminationKind: 'involuntary',
    terminationReason: 'Position eliminated',
  });
});

test('who was paid is not removed, who never started is', async () => {
  await using site = await startTestSandbox({ companySize: 40 });
  const { members } = site.sandbox.control.state();
  expect((await send(site, `/admin/employees/${members[8]!.id}/remove`)).status).toBe(409);
  expect((await send(site, `/admin/employees/${members[25]!.id}/remove`)).status).toBe(303);
  const left = site.sandbox.control.state().members.map(({ id }) => id);
  expect(left).toEqual(members.filter((_, index) => index !== 25).map(({ id }) => id));
});

test('permissions are ticked on one page that says who holds what', async () => {
  await using site = await startTestSandbox();
  const { id } = site.sandbox.control.addSignIn({ userName: 'robot', password: 'pass' });
  expect(await page(site, '/admin/permissions')).toContain('value="View invoices &amp; reporting"');
  const form = { permission: 'Manage employees', back: '/admin/permissions' };
  const answer = await send(site, `/admin/third-party/${id}/permissions`, form);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/admin/permissions']);
  const held = (await page(site, '/admin/permissions')).replace(/\s+/g, ' ');
  expect(held).toMatch(/<td>Manage employees<\/td>\s*<td>Service Account<\/td>/);
  expect(held).toMatch(/<td>Edit company settings<\/td>\s*<td>Nobody<\/td>/);
});

test('departments and offices are added, renamed and deleted', async () => {
  await using site = await startTestSandbox();
  const { control } = site.sandbox;
  const names = () => control.state().company.departments.map(({ name }) => name);
  expect((await send(site, '/admin/departments', { name: 'Legal' })).status).toBe(303);
  expect((await send(site, '/admin/departments', { name: 'Legal' })).status).toBe(422);
  expect(names().at(-1)).toBe('Legal');
  const { id, name } = control.state().company.departments[0]!;
  const people = control
    .state()
    .members.filter((member) => member.department === name)
    .map((member) => member.id);
  const departmentsOf = () =>
    new Set(control.state().members.flatMap((one) => (people.includes(one.id) ? [one.department] : [])));
  await send(site, `/admin/departments/${id}`, { name: 'Logistics' });
  expect([names()[0], departmentsOf()]).toEqual(['Logistics', new Set(['Logistics'])]);
  await send(site, `/admin/departments/${id}/remove`);
  expect(departmentsOf()).toEqual(new Set(['No Department']));
  expect(names()).not.toContain('Logistics');
  const office = {
    name: 'Reno Depot',
    street1: '1 Elm',
    city: 'Reno',
    state: 'NV',
    zip: '89501',
    country: 'United States',
  };
  expect((await send(site, '/admin/offices', office)).status).toBe(303);
  expect(await page(site, '/admin/offices')).toContain('Reno Depot');
  expect((await send(site, '/admin/offices', { ...office, name: 'Other', city: '' })).status).toBe(422);
});

test('the admin requests a report and downloads it', async () => {
  await using site = await startTestSandbox();
  const asked = await send(site, '/admin/reports', { report_type: 'employee_census' });
  const path = asked.headers.get('location')!;
  expect(await page(site, path)).toContain('Generating your report');
  const ready = await page(site, path);
  const link = /<a href="([^"]+)">Download Report/.exec(ready)![1]!.replace('&amp;', '&');
  const file = await (await fetch(link)).text();
  expect(file).toBe(await page(site, '/admin/reports/employee_census'));
  expect(file.split('\n')).toHaveLength(26);
  expect(await page(site, '/admin/reports')).toContain(path);
  expect((await send(site, '/admin/reports', { report_type: 'secrets' })).status).toBe(422);
});

test('a third party is terminated on its page, and the termination taken back', async () => {
  await using site = await startTestSandbox({ companySize: 40 });
  const { thirdParties } = site.sandbox.control.state();
  expect(thirdParties.map(({ memberType }) => memberType)).toEqual([
    'Accountant or Accountant Firm',
    'Vendor',
    'Temp',
  ]);
  const path = `/admin/third-party/${thirdParties[1]!.id}`;
  const date = () => site.sandbox.control.state().thirdParties[1]!.terminationDate;
  await send(site, `${path}/termination`, { date: '2026-05-01' });
  expect(date()).toBe('2026-05-01');
  expect(await page(site, path)).toContain('Cancel termination');
  await send(site, `${path}/cancel-termination`);
  expect(date()).toBeNull();
});
