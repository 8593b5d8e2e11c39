import { expect, test } from 'vitest';
import { linkByConsent, startApiService } from '../support/consent.ts';
import { finishLink, inviteServiceAccount, listAll, startLink, syncNow } from '../support/whole-service.ts';

const byEmail = (people: Record<string, unknown>[]) =>
  Object.fromEntries(people.map((person) => [String(person['personal_email']), person]));

test('an employer who consents is read with payroll and time off', async () => {
  await using service = await startApiService();
  const employer = await linkByConsent(service);
  const people = await listAll(service, employer, 'employees');
  expect(people).toHaveLength(service.sandbox.control.state().members.length);
  expect(people.some((person) => person['team'] !== null && person['pay_group'] !== null)).toBe(true);
  for (const model of [
    'companies',
    'locations',
    'groups',
    'teams',
    'employments',
    'pay-groups',
    'payroll-runs',
    'employee-payroll-runs',
    'time-off',
    'time-off-balances',
  ]) {
    expect([model, (await listAll(service, employer, model)).length > 0]).toEqual([model, true]);
  }
  const [run] = await listAll(service, employer, 'employee-payroll-runs');
  expect(people.map((person) => person['id'])).toContain(run!['employee']);
});

test('a change at the source is served as soon as the source tells of it', async () => {
  await using service = await startApiService();
  const employer = await linkByConsent(service);
  const { control } = service.sandbox;
  const [, member] = control.state().members;
  control.editEmployee(member!.id, { firstName: 'Renamed' });
  await control.partnerWebhooks.drain();
  expect(control.partnerWebhooks.deliveries().map(({ status }) => status)).not.toContain('failed');
  await service.drain();
  const people = await listAll(service, employer, 'employees');
  expect(people.filter((person) => person['first_name'] === 'Renamed')).toHaveLength(1);
  expect((await listAll(service, employer, 'employee-payroll-runs')).length).toBeGreaterThan(0);
});

test('an account that moves from the site to the API keeps its people, and what only the site knew', async () => {
  await using service = await startApiService();
  const modal = await startLink(service);
  await modal.chooseMethod('service_account');
  const onSite = await finishLink(service, modal, await inviteServiceAccount(service, modal));
  const before = byEmail(await listAll(service, onSite, 'employees'));
  const byApi = await linkByConsent(service);
  expect(byApi.linkedAccountId).toBe(onSite.linkedAccountId);
  await syncNow(service, byApi);
  const after = byEmail(await listAll(service, onSite, 'employees'));
  expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
  for (const [email, person] of Object.entries(before)) {
    const seen = after[email]!;
    for (const field of [
      'id',
      'work_email',
      'manager',
      'groups',
      'team',
      'work_location',
      'gender',
      'ethnicity',
    ])
      expect([email, field, seen[field]]).toEqual([email, field, person[field]]);
    expect(new Set(seen['employments'] as string[])).toEqual(new Set(person['employments'] as string[]));
  }
  expect((await listAll(service, onSite, 'payroll-runs')).length).toBeGreaterThan(0);
});
