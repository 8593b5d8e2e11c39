import { expect, test } from 'vitest';
import { REPORT_PERMISSIONS, SETTINGS_PERMISSION } from './access/permissions.ts';
import { hydration } from './test-support/site-client.ts';
import { ALL_NEEDED, signIn, startTestSandbox } from './test-support/test-sandbox.ts';

const SETTINGS = ['/settings/company', '/settings/offices', '/settings/departments'];
const REPORTS = ['employee_census', 'work_history'].map((type) => `/reports/request?report_type=${type}`);

test('settings need their one permission', async () => {
  await using site = await startTestSandbox();
  const id = await signIn(site, REPORT_PERMISSIONS);
  for (const path of SETTINGS) {
    const refused = await site.client.get(path);
    expect(refused.status).toBe(403);
    expect(hydration(refused, 'missingPermission')).toEqual({
      message: expect.stringContaining('company settings'),
    });
  }
  site.sandbox.control.setPermissions(id, [SETTINGS_PERMISSION]);
  const [company, offices, departments] = await Promise.all(SETTINGS.map((path) => site.client.get(path)));
  expect(hydration(company!, 'company')).toMatchObject({ legal_name: 'Juniper & Vale Goods, Inc.' });
  expect(hydration(offices!, 'offices')).toMatchObject([
    { name: 'Brooklyn HQ' },
    { name: 'Portland Workshop' },
  ]);
  expect(Object.keys((hydration(offices!, 'offices') as object[])[0]!)).toEqual([
    'id',
    'name',
    'street1',
    'street2',
    'city',
    'state',
    'zip',
    'country',
    'phone',
  ]);
  expect(hydration(departments!, 'departments')).toHaveLength(5);
});

test.each(REPORT_PERMISSIONS)('reports are closed without "%s" and do not say why', async (missing) => {
  await using site = await startTestSandbox();
  const id = await signIn(
    site,
    ALL_NEEDED.filter((permission) => permission !== missing),
  );
  for (const path of REPORTS) {
    const refused = await site.client.get(path);
    expect(refused.status).toBe(403);
    expect(refused.body).not.toContain(missing.replace('&', '&amp;'));
  }
  const write = await site.client.post('/reports/request', { report_type: 'employee_census' }, '/dashboard');
  expect(write.status).toBe(403);
  site.sandbox.control.setPermissions(id, ALL_NEEDED);
  for (const path of REPORTS) expect((await site.client.get(path)).status).toBe(200);
});

test('who was removed is signed out', async () => {
  await using site = await startTestSandbox();
  const id = await signIn(site);
  site.sandbox.control.removeThirdParty(id);
  expect((await site.client.get('/dashboard')).location).toBe('/login');
});
