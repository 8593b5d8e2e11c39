import { afterEach, beforeEach, expect, it } from 'vitest';
import { listOpenIssues } from '../support/open-issues.ts';
import {
  linkEmployer,
  listAll,
  startWholeService,
  syncNow,
  type LinkedEmployer,
  type WholeService,
} from '../support/whole-service.ts';

const SETTINGS = 'Edit company settings';
const REPORTS = [
  'Manage employees',
  'View all employee information',
  'View basic employee information',
  'Upload & view all documents',
  'View invoices & reporting',
];

let service: WholeService;
let employer: LinkedEmployer;
beforeEach(async () => {
  service = await startWholeService({ environment: { MUSTER_MAX_SIGN_INS_PER_DAY: '4' } });
  employer = await linkEmployer(service);
  service.receiver.clear();
});
afterEach(() => service[Symbol.asyncDispose]());

const openIssues = () => listOpenIssues(service.context, employer);

const announced = () => service.receiver.events.map((event) => event.type);
const grant = (...permissions: string[]) =>
  service.sandbox.control.setPermissions(employer.thirdPartyId, permissions);
const everything = async () => ({
  companies: await listAll(service, employer, 'companies'),
  locations: await listAll(service, employer, 'locations'),
  groups: await listAll(service, employer, 'groups'),
  employees: await listAll(service, employer, 'employees'),
  employments: await listAll(service, employer, 'employments'),
});

it('goes on with people when the settings are lost, leaves the rest as it was, and recovers by itself', async () => {
  const before = await everything();
  const [member] = service.sandbox.control.state().members;
  grant(...REPORTS);
  service.sandbox.control.editEmployee(member!.id, { preferredName: 'Robin' });
  await syncNow(service, employer);
  const during = await everything();
  expect(await openIssues()).toEqual(['permission_missing:company_settings']);
  expect(announced()).toContain('linked_account.permission_lost');
  expect({ ...during, employees: [] }).toEqual({ ...before, employees: [] });
  const changed = during.employees.filter(
    (one, place) => JSON.stringify(one) !== JSON.stringify(before.employees[place]),
  );
  expect(changed).toMatchObject([{ preferred_name: 'Robin', company: before.employees[0]!['company'] }]);
  expect(announced().filter((type) => type.endsWith('.deleted'))).toEqual([]);

  service.receiver.clear();
  await syncNow(service, employer);
  expect(announced()).not.toContain('linked_account.permission_lost');
  grant(SETTINGS, ...REPORTS);
  await syncNow(service, employer);
  expect(await openIssues()).toEqual([]);
  expect(announced()).toContain('linked_account.recovered');
  expect((await everything()).companies).toEqual(before.companies);
});

it('leaves people as they were when the reports are lost', async () => {
  const before = await everything();
  const [member] = service.sandbox.control.state().members;
  service.sandbox.control.editEmployee(member!.id, { preferredName: 'Robin' });
  grant(SETTINGS, ...REPORTS.slice(1));
  await syncNow(service, employer);
  expect(await everything()).toEqual(before);
  expect(await openIssues()).toEqual([
    'permission_missing:employee_census',
    'permission_missing:work_history',
  ]);
  grant(SETTINGS, ...REPORTS);
  await syncNow(service, employer);
  expect(await openIssues()).toEqual([]);
  const robins = (await listAll(service, employer, 'employees')).filter(
    (one) => one['preferred_name'] === 'Robin',
  );
  expect(robins).toHaveLength(1);
});

it('fails when all that is required is lost', async () => {
  const before = await everything();
  grant();
  await syncNow(service, employer);
  expect(await everything()).toEqual(before);
  expect(announced()).toContain('sync.failed');
  expect((await openIssues()).length).toBeGreaterThan(0);
});

it('signs in no more often than the day’s budget, and goes on the next day', async () => {
  const signIns = () =>
    service.sandbox.control.journal().filter(({ method, path }) => method === 'POST' && path === '/login')
      .length;
  for (let n = 0; n < 6; n += 1) {
    service.sandbox.control.addFault({ fault: 'signed_out', path: '/dashboard', count: 1 });
    await syncNow(service, employer);
  }
  expect(signIns()).toBe(4);
  expect(await openIssues()).toEqual(['budget_spent:sign_in']);
  const { next_sync_at } = await service.context.db
    .selectFrom('linked_accounts')
    .select('next_sync_at')
    .where('id', '=', employer.linkedAccountId)
    .executeTakeFirstOrThrow();
  expect(String(next_sync_at) >= '2026-11-19 00:00').toBe(true);
  service.sandbox.control.clearFaults();
  service.clock.set('2026-11-19T00:01:00Z');
  await syncNow(service, employer);
  expect([signIns(), await openIssues()]).toEqual([5, []]);
});
