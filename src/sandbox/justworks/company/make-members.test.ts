import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { RosterSnapshot } from './roster-snapshot.ts';
import { plainCsv } from '../reports/report-file.ts';
import { makeCompany } from './company.ts';
import { makeMembers } from './make-members.ts';
import { statusOn, type Member } from './member.ts';

const TODAY = '2026-11-22';

function make(size: number, seed = 'sizes'): Member[] {
  return makeMembers({ seed, size, today: TODAY }, makeCompany(seed, 'Larch & Sons, Inc.'));
}

function bytesOf(size: number, seed?: string): string {
  const people = { members: new RosterSnapshot(make(size, seed)), thirdParties: [], today: TODAY };
  const hash = createHash('sha256');
  for (const type of ['employee_census', 'work_history'] as const) {
    for (const piece of plainCsv(type, people)) hash.update(piece);
  }
  return hash.digest('hex');
}

function byId(members: readonly Member[]): Map<string, Member> {
  return new Map(members.map((member) => [member.id, member]));
}

it.each([3, 24, 2_000])('makes the same %i people from the same seed, byte for byte', (size) => {
  expect(bytesOf(size)).toBe(bytesOf(size));
  expect(bytesOf(size)).not.toBe(bytesOf(size, 'another seed'));
});

it.each([3, 4, 5, 6])(
  'gives a company of %i a chief, and every other one a head of a department under it',
  (size) => {
    const [chief, ...heads] = make(size);
    expect(chief).toMatchObject({ jobTitle: 'Chief Executive Officer', manager: null });
    expect(heads.map(({ manager }) => manager)).toEqual(heads.map(() => chief!.id));
    expect(new Set(heads.map(({ department }) => department)).size).toBe(size - 1);
    expect(heads.every(({ workEmail }) => workEmail !== null)).toBe(true);
  },
);

it('puts all the odd cases into a company of 40', () => {
  const members = make(40);
  const find = byId(members);
  const count = (fits: (member: Member) => boolean) => members.filter(fits).length;
  expect(count(({ memberType }) => memberType === 'International Contractor')).toBe(1);
  expect(count(({ isHidden }) => isHidden)).toBe(1);
  expect(count(({ history }) => history.length === 0)).toBe(1);
  expect(count(({ history }) => history.some(({ reason }) => reason === 'Rehire'))).toBe(1);
  const back = members.find(({ earlierSpells }) => earlierSpells.length > 0)!;
  expect(back.earlierSpells[0]!.startDate).toBe(back.history[0]!.effectiveDate);
  expect(back.earlierSpells[0]!.terminationDate! < back.startDate).toBe(true);
  expect(count(({ workId, workEmail }) => workId === null && workEmail === null)).toBe(1);
  expect(count((one) => one.terminationDate === one.startDate && one.payRate === null)).toBe(1);

  const doubled = (key: (member: Member) => string | null) => {
    const keys = members.flatMap((member) => key(member) ?? []);
    return keys.filter((one, index) => keys.indexOf(one) !== index);
  };
  expect(doubled(({ firstName, lastName }) => `${firstName} ${lastName}`)).toContain('Rosalind Ferncliff');
  const [address] = doubled(({ workEmail }) => workEmail);
  const holders = members.filter(({ workEmail }) => workEmail === address);
  expect(holders.map((holder) => statusOn(holder, TODAY))).toEqual(['Terminated', 'Active']);

  const managerOf = (member: Member | undefined) => find.get(member?.manager ?? '');
  const circle = members.filter((one) => managerOf(managerOf(managerOf(one))) === one);
  expect(circle.map(({ jobTitle }) => jobTitle)).toContain('Managing Partner');
  expect(circle).toHaveLength(3);
  expect(count((one) => managerOf(one)?.workEmail === null)).toBeGreaterThan(0);
  const dates = members.flatMap(({ startDate, terminationDate, dateOfBirth }) => [
    startDate,
    terminationDate,
    dateOfBirth,
  ]);
  for (const odd of ['2026-11-01', '2024-12-31', '1992-02-29']) expect(dates).toContain(odd);
});

it('gives everybody in a large company a way up to the chief, and nobody more than a dozen people but the heads', () => {
  const members = make(2_000);
  const find = byId(members);
  const outside = members.slice(32, 35).map(({ id }) => id);
  for (const member of members) {
    let steps = 0;
    for (
      let at: Member | undefined = member;
      at?.manager && !outside.includes(at.id);
      at = find.get(at.manager)
    )
      steps += 1;
    expect(steps).toBeLessThan(10);
  }
  const reports = new Map<string, number>();
  for (const { manager } of members) if (manager) reports.set(manager, (reports.get(manager) ?? 0) + 1);
  expect(members.slice(6).every(({ id }) => (reports.get(id) ?? 0) <= 12)).toBe(true);
});

it('has every kind of person in a large company, and no address twice but the one that was handed on', () => {
  const members = make(2_000);
  expect(new Set(members.map(({ memberType }) => memberType)).size).toBe(7);
  expect(new Set(members.map((member) => statusOn(member, TODAY))).size).toBe(3);
  const addresses = members.flatMap(({ workEmail }) => workEmail?.toLowerCase() ?? []);
  expect(addresses.length - new Set(addresses).size).toBe(1);
  expect(new Set(members.map(({ personalEmail }) => personalEmail)).size).toBe(2_000);
  for (const { history, startDate, terminationDate } of members) {
    const dates = history.map(({ effectiveDate }) => effectiveDate);
    expect(dates).toEqual([...dates].sort());
    expect(dates.every((date) => terminationDate === null || date <= terminationDate)).toBe(true);
    expect(history.length === 0 || dates.includes(startDate)).toBe(true);
  }
});
