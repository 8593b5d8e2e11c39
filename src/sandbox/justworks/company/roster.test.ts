import { expect, it } from 'vitest';
import { makeCompany } from './company.ts';
import { makeMembers } from './make-members.ts';
import { addDepartment, renameDepartment } from './departments.ts';
import { CompanyChanges } from './company-changes.ts';
import { Roster } from './roster.ts';

const TODAY = '2026-11-22';

function makeRoster(size = 40) {
  const company = makeCompany('roster', 'Larch & Sons, Inc.');
  const changes = new CompanyChanges();
  const members = makeMembers({ seed: 'roster', size, today: TODAY }, company);
  return { company, changes, roster: new Roster(company, members, 'roster', changes) };
}

it('keeps a snapshot as it was, whatever is changed, added, renamed or removed afterwards', () => {
  const place = makeRoster();
  const { roster, company } = place;
  const snapshot = roster.snapshot();
  const before = structuredClone([...snapshot]);
  const [, edited, rising, leaving, removed, hidden] = roster.members.map(({ id }) => id);
  roster.edit(edited!, { city: 'Elsewhere', lastName: 'Other' }, TODAY);
  roster.edit(rising!, { payRate: '1.00' }, TODAY);
  roster.edit(rising!, { payRate: '2.00' }, TODAY);
  roster.terminate(leaving!, { date: '2026-12-31' });
  roster.setHidden(hidden!, true);
  roster.remove(removed!);
  roster.hire({ firstName: 'New', lastName: 'Person' }, TODAY);
  renameDepartment(place, company.departments[0]!.id, 'Renamed');
  expect([...snapshot]).toEqual(before);
  expect(roster.get(rising!).payRate).toBe('2.00');
  expect([...roster.snapshot()]).toEqual(roster.members);
  expect([...roster.snapshot()]).not.toEqual(before);
});

it('takes back who left, with the first spell still on record', () => {
  const { roster } = makeRoster();
  const { id, history, workId } = roster.hire(
    { firstName: 'Ann', lastName: 'Back', startDate: '2020-01-06' },
    TODAY,
  );
  expect(() => roster.rehire(id, {}, TODAY)).toThrow('Only somebody who left');
  roster.terminate(id, { date: '2022-06-30' });
  const first = { ...history[0]! };
  roster.rehire(id, { startDate: '2026-11-02', jobTitle: 'Lead' }, TODAY);
  expect(roster.get(id)).toMatchObject({
    workId,
    startDate: '2026-11-02',
    terminationDate: null,
    terminationKind: null,
    history: [first, { effectiveDate: '2026-11-02', reason: 'Rehire', jobTitle: 'Lead' }],
  });
  roster.edit(id, { startDate: '2026-11-09' }, TODAY);
  expect(roster.get(id).history.map(({ effectiveDate }) => effectiveDate)).toEqual([
    '2020-01-06',
    '2026-11-09',
  ]);
  expect(() => roster.edit(id, { startDate: '2020-01-06' }, TODAY)).toThrow('earlier spell');
});

it('hands an address on once its holder has left, and a Work ID never', () => {
  const { roster } = makeRoster();
  const holder = roster.hire({ firstName: 'Old', lastName: 'Holder', workEmail: 'one@larch.example' }, TODAY);
  const hire = (fields: object) => roster.hire({ firstName: 'New', lastName: 'Holder', ...fields }, TODAY);
  expect(() => hire({ workEmail: 'ONE@larch.example' })).toThrow('Another member has this work e-mail.');
  roster.edit(holder.id, { startDate: '2026-01-05' }, TODAY);
  roster.terminate(holder.id, { date: '2026-11-21' });
  expect(hire({ workEmail: 'one@larch.example' }).workEmail).toBe('one@larch.example');
  expect(() => hire({ workId: holder.workId })).toThrow('Another member has this Work ID.');
});

it('knows when somebody worked last, and refuses a last day after the separation', () => {
  const { roster } = makeRoster();
  const { id } = roster.members[3]!;
  roster.terminate(id, { date: '2026-12-31', lastDayWorked: '2026-12-18', kind: 'involuntary' });
  expect(roster.get(id)).toMatchObject({ terminationDate: '2026-12-31', lastDayWorked: '2026-12-18' });
  expect(() => roster.terminate(id, { date: '2026-12-31', lastDayWorked: '2027-01-01' })).toThrow(
    'last day worked',
  );
  roster.cancelTermination(id);
  expect(roster.get(id)).toMatchObject({ terminationDate: null, lastDayWorked: null, terminationKind: null });
});

it('writes the first line of the history of who had none', () => {
  const { roster } = makeRoster();
  const { id } = roster.members.find(({ history }) => history.length === 0)!;
  roster.edit(id, { jobTitle: 'Somebody' }, TODAY);
  expect(roster.get(id).history).toMatchObject([
    { jobTitle: 'Somebody', effectiveDate: roster.get(id).startDate },
  ]);
});

it('finds people by id after they came and went', () => {
  const place = makeRoster(3);
  const added = place.roster.hire({ firstName: 'A', lastName: 'B' }, TODAY);
  expect(place.roster.find(added.id)).toBe(added);
  place.roster.remove(added.id);
  expect(place.roster.find(added.id)).toBeUndefined();
  expect(addDepartment(place, 'Fresh').name).toBe('Fresh');
});
