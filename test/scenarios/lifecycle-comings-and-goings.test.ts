import { describe, expect, it } from 'vitest';
import { comeTo, lifecycleTold, readNow } from '../support/lifecycle.ts';
import { LinkedRoster, ROUTES } from '../support/linked-roster.ts';

describe.each(ROUTES)('by %s, a partner is told', (route) => {
  it('of a start to come when it is known, moved, and on its day; with the zone of its days', async () => {
    await using roster = await LinkedRoster.start(route);
    const member = roster.hire('Adelheid', { startDate: '2026-12-01' });
    expect(await readNow(roster)).toEqual(['onboarding_scheduled 2026-12-01 Adelheid']);
    const [event] = roster.service.receiver.events.filter(({ type }) => type.endsWith('_scheduled'));
    expect(event!.data).toEqual({
      record: await roster.person('Adelheid'),
      effective_date: '2026-12-01',
      previous_effective_date: null,
      time_zone: 'America/New_York',
      linked_account: expect.objectContaining({ id: roster.employer.linkedAccountId }) as unknown,
      sequence: 1,
    });
    roster.control.editEmployee(member.id, { startDate: '2026-12-03' });
    expect(await readNow(roster)).toEqual(['onboarding_scheduled 2026-12-03 Adelheid was 2026-12-01']);
    expect(await readNow(roster)).toEqual([]);
    expect(await comeTo(roster, '2026-12-03T04:59:59Z')).toEqual([]);
    expect(await comeTo(roster, '2026-12-03T05:00:00Z')).toEqual(['started 2026-12-03 Adelheid']);
    expect((await roster.person('Adelheid'))['employment_status']).toBe('ACTIVE');
    expect(await readNow(roster)).toEqual([]);
  });

  it('of an end to come, moved, taken back, told again, and when its day is over', async () => {
    await using roster = await LinkedRoster.start(route);
    const member = roster.hire('Balduin');
    expect(await readNow(roster)).toEqual(['started 2026-02-02 Balduin']);
    roster.control.terminate(member.id, { date: '2026-11-30' });
    expect(await readNow(roster)).toEqual(['offboarding_scheduled 2026-11-30 Balduin']);
    roster.control.terminate(member.id, { date: '2026-11-27' });
    expect(await readNow(roster)).toEqual(['offboarding_scheduled 2026-11-27 Balduin was 2026-11-30']);
    roster.control.cancelTermination(member.id);
    expect(await readNow(roster)).toEqual(['offboarding_canceled 2026-11-27 Balduin']);
    roster.control.terminate(member.id, { date: '2026-11-27' });
    expect(await readNow(roster)).toEqual(['offboarding_scheduled 2026-11-27 Balduin']);
    expect(await comeTo(roster, '2026-11-28T04:59:59Z')).toEqual([]);
    expect((await roster.person('Balduin'))['employment_status']).toBe('ACTIVE');
    expect(await comeTo(roster, '2026-11-28T05:00:00Z')).toEqual(['terminated 2026-11-27 Balduin']);
    expect((await roster.person('Balduin'))['employment_status']).toBe('INACTIVE');
    expect(await readNow(roster)).toEqual([]);
  });

  it('of an end on its day at once and at midnight, and of one in the past once', async () => {
    await using roster = await LinkedRoster.start(route);
    const today = roster.hire('Cunegonde');
    const before = roster.hire('Dietlind');
    await readNow(roster);
    roster.control.terminate(today.id, { date: '2026-11-18' });
    roster.control.terminate(before.id, { date: '2026-11-10' });
    expect((await readNow(roster)).sort()).toEqual([
      'offboarding_scheduled 2026-11-18 Cunegonde',
      'terminated 2026-11-10 Dietlind',
    ]);
    expect((await roster.person('Cunegonde'))['employment_status']).toBe('ACTIVE');
    expect(await comeTo(roster, '2026-11-19T05:00:00Z')).toEqual(['terminated 2026-11-18 Cunegonde']);
    expect(await readNow(roster)).toEqual([]);
  });

  it('of somebody who comes back, on the day it is known and on the day it comes', async () => {
    await using roster = await LinkedRoster.start(route);
    const member = roster.hire('Ekkehard');
    await readNow(roster);
    roster.control.terminate(member.id, { date: '2026-11-10' });
    expect(await readNow(roster)).toEqual(['terminated 2026-11-10 Ekkehard']);
    roster.control.cancelTermination(member.id);
    roster.control.editEmployee(member.id, { startDate: '2026-11-23' });
    expect((await readNow(roster)).sort()).toEqual([
      'onboarding_scheduled 2026-11-23 Ekkehard',
      'rehired 2026-11-23 Ekkehard',
    ]);
    expect(await comeTo(roster, '2026-11-23T05:00:00Z')).toEqual(['started 2026-11-23 Ekkehard']);
  });

  it('of a move to another manager and department, with their names', async () => {
    await using roster = await LinkedRoster.start(route);
    const [from, to] = roster.control.state().company.departments;
    const boss = roster.hire('Frideswide');
    const member = roster.hire('Gundula', { department: from!.name });
    await readNow(roster);
    roster.control.editEmployee(member.id, { department: to!.name, manager: boss.id });
    expect((await readNow(roster)).sort()).toEqual([
      'department_changed - Gundula',
      'manager_changed - Gundula',
    ]);
    const told = (type: string) => roster.service.receiver.events.find((event) => event.type === type);
    const manager = told('employee.manager_changed');
    const department = told('employee.department_changed');
    expect(manager!.data).toMatchObject({
      before: null,
      after: { id: (await roster.person('Frideswide')).id, work_email: 'frideswide@employer.example' },
    });
    expect(department!.data).toMatchObject({ before: { name: from!.name }, after: { name: to!.name } });
  });

  it('of days that passed while nobody read the source, with the days they had', async () => {
    await using roster = await LinkedRoster.start(route);
    const leaver = roster.hire('Heribert');
    await readNow(roster);
    roster.control.terminate(leaver.id, { date: '2026-11-20' });
    roster.hire('Isolde', { startDate: '2026-11-23' });
    roster.service.clock.set('2026-12-02T15:00:00Z');
    expect((await readNow(roster)).sort()).toEqual([
      'started 2026-11-23 Isolde',
      'terminated 2026-11-20 Heribert',
    ]);
    expect(await readNow(roster)).toEqual([]);
  });
});

describe('the days of an account', () => {
  it('are those of its time zone, and follow when it changes', async () => {
    await using roster = await LinkedRoster.start('service_account');
    const useTimeZone = (time_zone: string) =>
      roster.service.api('PATCH', `/api/v1/linked-accounts/${roster.employer.linkedAccountId}`, {
        body: { time_zone },
      });
    const first = roster.hire('Kunigunde');
    const second = roster.hire('Luitgard');
    roster.control.terminate(first.id, { date: '2026-11-24' });
    roster.control.terminate(second.id, { date: '2026-11-25' });
    await readNow(roster);
    await useTimeZone('America/Los_Angeles');
    expect(await comeTo(roster, '2026-11-25T07:59:59Z')).toEqual([]);
    expect(await comeTo(roster, '2026-11-25T08:00:00Z')).toEqual(['terminated 2026-11-24 Kunigunde']);
    await useTimeZone('UTC');
    expect(await comeTo(roster, '2026-11-25T23:59:59Z')).toEqual([]);
    expect(await comeTo(roster, '2026-11-26T00:00:00Z')).toEqual(['terminated 2026-11-25 Luitgard']);
    const [event] = roster.service.receiver.events.filter(({ type }) => type === 'employee.terminated');
    expect(event!.data).toMatchObject({ effective_date: '2026-11-25', time_zone: 'UTC' });
  });

  it('come also to an account whose source cannot be read any more', async () => {
    await using roster = await LinkedRoster.start('service_account');
    const member = roster.hire('Mathilde');
    roster.control.terminate(member.id, { date: '2026-11-24' });
    await readNow(roster);
    roster.control.removeThirdParty(roster.employer.thirdPartyId);
    expect(await readNow(roster)).toEqual([]);
    expect(await comeTo(roster, '2026-11-25T05:00:00Z')).toEqual(['terminated 2026-11-24 Mathilde']);
  });
});

it('tells nobody of people who were there before the link', async () => {
  await using roster = await LinkedRoster.start('oauth', { hearsLink: true });
  expect(roster.service.receiver.events.length).toBeGreaterThan(6);
  expect(lifecycleTold(roster.service.receiver.events)).toEqual([]);
});
