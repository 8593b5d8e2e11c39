import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Sealer } from '../crypto/vault.ts';
import type { EmployeeFields } from '../hris/model/index.ts';
import type { EmployeeItem, EmploymentItem, PersonSignals } from '../hris/snapshot.ts';
import { hashSignals, hashSpelling } from './ignored-signals.ts';
import { IgnoredFilter, type IgnoredPerson } from './pass-over-ignored.ts';

const sealer: Pick<Sealer, 'fingerprint'> = {
  fingerprint: (field, plain) => createHmac('sha256', 'key').update(`${field}\0${plain}`).digest(),
};

const ADA: PersonSignals = {
  remoteId: null,
  workId: 'W1',
  workEmail: 'ada@corp.test',
  personalEmail: 'ada@home.test',
  nameKey: 'ada lovelace',
  birthDate: '1985-12-10',
};
const NOBODY: PersonSignals = {
  remoteId: null,
  workId: null,
  workEmail: null,
  personalEmail: null,
  nameKey: null,
  birthDate: null,
};

function ignored(some: Partial<IgnoredPerson> = {}, isNameUnique = true): IgnoredPerson {
  return {
    employeeId: 'a1',
    isForGood: true,
    signals: { ...hashSignals(sealer as Sealer, ADA), isNameUnique },
    spellings: [
      hashSpelling(sealer as Sealer, 'Ada Lovelace'),
      hashSpelling(sealer as Sealer, 'ada@corp.test'),
    ],
    ...some,
  };
}

const filter = (...people: IgnoredPerson[]) => new IgnoredFilter(people, sealer as Sealer);

function employee(
  person: PersonSignals,
  some: Partial<EmployeeItem['refs']> = {},
  status = 'ACTIVE',
): EmployeeItem {
  return {
    model: 'employee',
    person,
    fields: { first_name: 'Ada', employment_status: status } as EmployeeFields,
    refs: { company: 'c', workLocation: null, groups: ['g'], manager: null, homeLocation: null, ...some },
    remoteId: 'r',
    enumOrigins: { gender: 'F' },
    remoteData: [
      { path: '/people', data: { Name: 'Ada', Manager: ' ADA  Lovelace', Mail: ['ada@corp.test', 'x'] } },
    ],
  };
}

const employment = (person: PersonSignals): EmploymentItem =>
  ({
    model: 'employment',
    person,
    effectiveDate: null,
    fields: {},
    remoteId: null,
    enumOrigins: {},
    remoteData: [],
  }) as unknown as EmploymentItem;

describe('a person’s own row', () => {
  it('says nothing but whose it is', () => {
    const stub = filter(ignored()).cover(employee(ADA)) as EmployeeItem;
    expect(stub.person).toEqual({ ...NOBODY, remoteId: 'ignored:a1' });
    expect(stub.fields).toEqual({ first_name: null, employment_status: null });
    expect([stub.remoteId, stub.remoteData, stub.enumOrigins, stub.refs.groups]).toEqual([null, [], {}, []]);
  });

  it.each([
    ['a new address', { ...ADA, workEmail: 'countess@corp.test', personalEmail: null }],
    ['a new name', { ...ADA, nameKey: 'ada king' }],
    ['its name and birth date alone', { ...NOBODY, nameKey: ADA.nameKey, birthDate: ADA.birthDate }],
    [
      'signals that contradict each other',
      { ...ADA, workId: 'W1', workEmail: null, personalEmail: null, nameKey: 'ada king', birthDate: null },
    ],
  ])('is known by %s', (_, person) => {
    expect((filter(ignored()).cover(employee(person)) as EmployeeItem).person.remoteId).toBe('ignored:a1');
  });

  it.each([
    ['shares nothing', { ...NOBODY, workId: 'W2', nameKey: 'grace hopper' }],
    [
      'was given the Work ID later',
      {
        ...NOBODY,
        workId: 'W1',
        nameKey: 'grace hopper',
        birthDate: '1990-01-01',
      },
    ],
  ])('of somebody who %s stays as it is', (_, person) => {
    const item = { ...employee(person), remoteData: [{ path: '/people', data: { Name: 'Grace' } }] };
    expect(filter(ignored()).cover(item)).toBe(item);
  });

  it('is there once, however often the source has it', () => {
    const one = filter(ignored());
    expect([one.cover(employee(ADA)) === undefined, one.cover(employee(ADA)) === undefined]).toEqual([
      false,
      true,
    ]);
  });
});

describe('what belongs to a person', () => {
  it.each([
    ['by Work ID', { ...NOBODY, workId: 'W1' }],
    ['by work e-mail', { ...NOBODY, workEmail: 'ada@corp.test' }],
    ['by name alone', { ...NOBODY, nameKey: 'ada lovelace' }],
  ])('is dropped %s', (_, person) => {
    expect(filter(ignored()).cover(employment(person))).toBeUndefined();
  });

  it('stays where only the name is the same, and the rest is another’s or the name is shared', () => {
    const other = employment({ ...NOBODY, nameKey: 'ada lovelace', workId: 'W2' });
    expect(filter(ignored()).cover(other)).toBe(other);
    const shared = employment({ ...NOBODY, nameKey: 'ada lovelace' });
    expect(filter(ignored({}, false)).cover(shared)).toBe(shared);
  });
});

describe('a row that names the person', () => {
  it('says the id alone, and the cells that told the name are empty', () => {
    const item = employee({ ...NOBODY, workId: 'W2' }, { manager: { nameKey: 'ada lovelace' } });
    const covered = filter(ignored()).cover(item) as EmployeeItem;
    expect(covered.refs.manager).toEqual({ remoteId: 'ignored:a1' });
    expect(covered.remoteData).toEqual([
      { path: '/people', data: { Name: 'Ada', Manager: null, Mail: [null, 'x'] } },
    ]);
  });

  it('goes on saying a name that several people have', () => {
    const item = employee({ ...NOBODY, workId: 'W2' }, { manager: { nameKey: 'ada lovelace' } });
    const covered = filter(ignored({ spellings: [] }, false)).cover(item) as EmployeeItem;
    expect(covered.refs).toBe(item.refs);
    expect(covered.remoteData).toMatchObject([{ data: { Manager: ' ADA  Lovelace', Mail: [null, 'x'] } }]);
  });
});

describe('somebody who left long ago', () => {
  it('is passed over until the source says that they are back', () => {
    const one = filter(ignored({ isForGood: false }));
    expect((one.cover(employee(ADA, {}, 'INACTIVE')) as EmployeeItem).person.remoteId).toBe('ignored:a1');
    expect(one.cover(employment(ADA))).toBeUndefined();
    const back = employee(ADA);
    expect(one.cover(back)).toBe(back);
    const again = employment(ADA);
    expect([one.cover(again), [...one.returned]]).toEqual([again, ['a1']]);
  });
});

it('touches nothing where nobody is ignored', () => {
  const item = employee(ADA, { manager: { nameKey: 'ada lovelace' } });
  expect(filter().cover(item)).toBe(item);
});
