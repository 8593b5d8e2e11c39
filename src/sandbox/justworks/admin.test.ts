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
    'Third party',
    'Departments',
    'Offices',
    'Permissions',
    'Reports',
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
