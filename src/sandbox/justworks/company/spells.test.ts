import { expect, test } from 'vitest';
import { BLANK_MEMBER } from './blank-member.ts';
import type { Member } from './member.ts';
import { paystubOf } from './payroll-paystubs.ts';
import { payRunsBetween } from './payroll-calendar.ts';
import { timeOffPolicies } from './time-off-policies.ts';
import { requestsOf } from './time-off-requests.ts';
import { Roster } from './roster.ts';
import { makeCompany } from './company.ts';

const TODAY = '2026-11-18';

/** Somebody who worked in the first half of the year and is back since November. */
function rehired(): { before: Member; after: Member } {
  const roster = new Roster(makeCompany('spells', 'Birch Row'), [], 'spells');
  const pay = { payType: 'Salary', payRate: '60000.00', payFrequency: 'Semimonthly' };
  const { id } = roster.hire(
    { firstName: 'Ada', lastName: 'Quill', startDate: '2025-01-06', ...pay },
    '2025-01-06',
  );
  const before = { ...roster.terminate(id, { date: '2026-06-30' }) };
  return { before, after: roster.rehire(id, { startDate: '2026-11-02' }, TODAY) };
}

test('who comes back keeps the pay of the spell before, and was not paid between', () => {
  const { before, after } = rehired();
  const runs = payRunsBetween('Semimonthly', '2026-05-01', '2026-11-30');
  const paid = (member: Member) =>
    runs
      .flatMap((run) => (paystubOf(member, run) ? [run.payDate] : []))
      .filter((date) => date < '2026-07-15');
  expect(paid(before)).toHaveLength(4);
  expect(paid(after)).toEqual(paid(before));
  const all = runs.flatMap((run) => (paystubOf(after, run) ? [run.payDate] : []));
  expect(all).toEqual([...paid(before), '2026-11-13', '2026-11-30']);
});

test('who comes back keeps the time off of the spell before', () => {
  const { before, after } = rehired();
  const span = { from: '2025-01-01', to: '2026-06-30', today: TODAY };
  const days = (member: Member) =>
    requestsOf(member, timeOffPolicies('spells'), span).map(({ startDate, status }) => [startDate, status]);
  expect(days(before).length).toBeGreaterThan(0);
  expect(days(after)).toEqual(days(before));
});

test('nobody has an earlier spell unless they came back', () => {
  expect(BLANK_MEMBER.earlierSpells).toEqual([]);
  expect(rehired().after.earlierSpells).toEqual([{ startDate: '2025-01-06', terminationDate: '2026-06-30' }]);
});
