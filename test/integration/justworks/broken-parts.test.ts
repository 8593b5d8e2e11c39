import { expect, test } from 'vitest';
import type { SnapshotModel } from '../../../src/hris/snapshot.ts';
import type { FaultInput } from '../../../src/sandbox/justworks/index.ts';
import { startBothRoutes, type Route } from './both-routes-world.ts';

const HISTORY = '/report-files/work_history';
const PLACES: SnapshotModel[] = ['company', 'location', 'group', 'team'];

type Row = [route: Route, fault: FaultInput, failure: string, models: SnapshotModel[]];

/** The people are read whatever else breaks; of what broke, nothing is said, and it is tried twice where that may help. */
test.each<Row>([
  ['web', { fault: 'status_500', path: '/settings/offices' }, 'source_unavailable company_settings', PLACES],
  ['web', { fault: 'status_500', path: HISTORY }, 'source_unavailable work_history', ['employment']],
  ['web', { fault: 'failed_report', path: HISTORY }, 'report_not_ready work_history', ['employment']],
  ['web', { fault: 'empty_report', path: HISTORY }, 'report_empty work_history', ['employment']],
  ['web', { fault: 'html_for_csv', path: HISTORY }, 'report_not_csv work_history', ['employment']],
  [
    'web',
    { fault: 'cut', bytes: 1500, honestLength: false, path: HISTORY },
    'report_cut work_history',
    ['employment'],
  ],
  [
    'web',
    { fault: 'missing_column', column: 'Effective Date', path: HISTORY },
    'report_column_missing work_history',
    ['employment'],
  ],
  ['api', { fault: 'status_500', path: '/v1/company' }, 'source_unavailable company_basic', PLACES],
  ['api', { fault: 'api_malformed', path: '/v1/company' }, 'unexpected_page company_basic', PLACES],
  [
    'api',
    { fault: 'status_500', path: '/v1/payrolls' },
    'source_unavailable payroll',
    ['payroll_run', 'pay_group', 'employee_payroll_run'],
  ],
  [
    'api',
    { fault: 'status_500', path: '/v1/paystubs' },
    'source_unavailable paystub',
    ['pay_group', 'employee_payroll_run'],
  ],
  [
    'api',
    { fault: 'status_500', path: '/v1/time-off/policies' },
    'source_unavailable time_off',
    ['time_off', 'time_off_balance'],
  ],
  [
    'api',
    { fault: 'status_500', path: '/v1/time-off/requests' },
    'source_unavailable time_off',
    ['time_off'],
  ],
  ['api', { fault: 'failed_balances' }, 'report_not_ready time_off_balance', ['time_off_balance']],
])('by the %s route, %j leaves the others readable', async (route, fault, failure, models) => {
  await using employer = await startBothRoutes();
  const { control } = employer.sandbox;
  const whole = await employer.read(route);
  control.addFault(fault);
  const { items, summary } = await employer.read(route, { known: [whole.summary] });
  expect(summary.isUnchanged).toBe(false);
  expect(summary.failures!.map(({ code, subject }) => `${code} ${subject}`)).toEqual([failure]);
  expect(summary.failures![0]!.models.toSorted()).toEqual(models.toSorted());
  const covered = whole.summary.coveredModels!.filter((model) => !models.includes(model));
  expect(summary.coveredModels!.toSorted()).toEqual(covered.toSorted());
  const people = (from: typeof items) =>
    from.flatMap((item) => (item.model === 'employee' ? [[item.person, item.fields]] : []));
  expect(people(items)).toEqual(people(whole.items));

  control.clearFaults();
  const healed = await employer.read(route, { known: [whole.summary] });
  expect(healed.summary).toMatchObject({ isUnchanged: true, failures: [] });
});

test.each<[Route, FaultInput]>([
  ['web', { fault: 'status_500', path: '/settings/offices', count: 1 }],
  ['web', { fault: 'failed_report', path: HISTORY, count: 1 }],
  ['api', { fault: 'status_500', path: '/v1/time-off/requests', count: 1 }],
])('by the %s route, %j is sat out', async (route, fault) => {
  await using employer = await startBothRoutes();
  const whole = await employer.read(route);
  employer.sandbox.control.addFault(fault);
  const { summary } = await employer.read(route, { known: [whole.summary] });
  expect(summary).toMatchObject({ isUnchanged: true, failures: [] });
});

test.each<[Route, FaultInput, string]>([
  ['web', { fault: 'failed_report', path: '/report-files/employee_census' }, 'report_not_ready'],
  ['web', { fault: 'challenge', path: '/settings/offices' }, 'challenge_page'],
  ['web', { fault: 'status_429', path: HISTORY }, 'rate_limited'],
  ['api', { fault: 'status_500', path: '/v1/members' }, 'source_unavailable'],
  ['api', { fault: 'status_429', path: '/v1/payrolls', retryAfter: 600 }, 'rate_limited'],
])('by the %s route, %j ends the reading', async (route, fault, code) => {
  await using employer = await startBothRoutes();
  employer.sandbox.control.addFault(fault);
  await expect(employer.read(route)).rejects.toMatchObject({ code });
});

test('pay that is not asked for is taken to be as it was, and is looked at when it is', async () => {
  await using employer = await startBothRoutes();
  const models: SnapshotModel[] = [...PLACES, 'employee', 'employment', 'time_off', 'time_off_balance'];
  const whole = await employer.read('api');
  const { control } = employer.sandbox;
  control.clearJournal();
  const rest = await employer.read('api', { known: [whole.summary], models });
  expect(rest.summary).toMatchObject({ isUnchanged: true, askedModels: models });
  expect(rest.summary.sourceHash).toEqual(whole.summary.sourceHash);
  const asked = control.journal().map(({ path }) => path);
  expect(asked.filter((path) => /payroll|paystub/.test(path))).toEqual([]);
  expect(asked.some((path) => path.startsWith('/v1/members'))).toBe(true);
  expect((await employer.read('api', { known: [rest.summary] })).summary.isUnchanged).toBe(true);
});
