import { describe, expect, it } from 'vitest';
import { stripParentheticalPrefix, toPersonNameKey } from './normalize/name.ts';
import { resolvePerson, type PersonCandidate } from './identity.ts';
import type { PersonSignals } from './snapshot.ts';

const NOBODY: PersonSignals = {
  remoteId: null,
  workId: null,
  workEmail: null,
  personalEmail: null,
  nameKey: null,
  birthDate: null,
};
const signals = (some: Partial<PersonSignals>): PersonSignals => ({ ...NOBODY, ...some });
const person = (id: string, some: Partial<PersonSignals>, isDeleted = false): PersonCandidate => ({
  id,
  isDeleted,
  signals: signals(some),
});
const ann = { nameKey: 'ann lee', birthDate: '1990-01-02' };

describe('a row of one known person', () => {
  it.each<[string, Partial<PersonSignals>]>([
    ['remote id', { remoteId: 'r1' }],
    ['Work ID', { workId: '7' }],
    ['work e-mail', { workEmail: 'ann@corp.test' }],
    ['personal e-mail', { personalEmail: 'ann@home.test' }],
    ['name with birth date', ann],
  ])('is found by %s alone', (_, some) => {
    expect(resolvePerson(signals(some), [person('a', some)])).toEqual({ outcome: 'known', id: 'a' });
  });

  it('is not found by a name without a birth date', () => {
    expect(
      resolvePerson(signals({ nameKey: 'ann lee', workId: '9' }), [person('a', { nameKey: 'ann lee' })]),
    ).toEqual({
      outcome: 'new',
    });
  });

  it('stays the same when e-mail and name change together, as after a marriage', () => {
    const row = signals({
      workId: '7',
      workEmail: 'ann.roe@corp.test',
      nameKey: 'ann roe',
      birthDate: ann.birthDate,
    });
    const known = person('a', { workId: '7', workEmail: 'ann.lee@corp.test', ...ann });
    expect(resolvePerson(row, [known])).toEqual({ outcome: 'known', id: 'a' });
  });

  it('stays the same when a "(…)" comes before the last name', () => {
    const nameKey = toPersonNameKey('Ann', stripParentheticalPrefix('(Bobbie) Lee'));
    const row = signals({ nameKey, birthDate: ann.birthDate });
    expect(resolvePerson(row, [person('a', ann)])).toEqual({ outcome: 'known', id: 'a' });
  });

  it('is told from others who share a personal e-mail', () => {
    const row = signals({ personalEmail: 'family@home.test', ...ann });
    const others = [
      person('a', { personalEmail: 'family@home.test', ...ann }),
      person('b', { personalEmail: 'family@home.test', nameKey: 'bob lee', birthDate: '1989-01-01' }),
    ];
    expect(resolvePerson(row, others)).toEqual({ outcome: 'known', id: 'a' });
  });

  it('is settled by Work ID and work e-mail together, whatever a weaker signal says', () => {
    const row = signals({ workId: '7', workEmail: 'ann@corp.test', personalEmail: 'family@home.test' });
    const candidates = [
      person('a', { workId: '7', workEmail: 'ann@corp.test' }),
      person('b', { personalEmail: 'family@home.test' }),
    ];
    expect(resolvePerson(row, candidates)).toEqual({ outcome: 'known', id: 'a' });
  });

  it('is settled by the immutable id, whatever the editable signals say', () => {
    const row = signals({ remoteId: 'r1', workEmail: 'x@corp.test' });
    const candidates = [person('a', { remoteId: 'r1' }), person('b', { workEmail: 'x@corp.test' })];
    expect(resolvePerson(row, candidates)).toEqual({ outcome: 'known', id: 'a' });
  });
});

describe('a row that nobody may guess about', () => {
  it('is ambiguous when Work ID and work e-mail point to two people', () => {
    const row = signals({ workId: '7', workEmail: 'bob@corp.test' });
    const candidates = [person('a', { workId: '7' }), person('b', { workEmail: 'bob@corp.test' })];
    expect(resolvePerson(row, candidates)).toEqual({ outcome: 'ambiguous', ids: ['a', 'b'] });
  });

  it('is ambiguous when two people match equally', () => {
    const candidates = [person('a', ann), person('b', ann)];
    expect(resolvePerson(signals(ann), candidates)).toEqual({ outcome: 'ambiguous', ids: ['a', 'b'] });
  });

  it('is ambiguous when a Work ID of a living person turns up under another name and birth date', () => {
    const row = signals({ workId: '7', nameKey: 'cy poe', birthDate: '1970-05-05' });
    expect(resolvePerson(row, [person('a', { workId: '7', ...ann })])).toEqual({
      outcome: 'ambiguous',
      ids: ['a'],
    });
  });

  it('is unidentifiable when it only has a name', () => {
    expect(resolvePerson(signals({ nameKey: 'ann lee' }), [])).toEqual({ outcome: 'unidentifiable' });
  });
});

it.each([
  ['is a question while the old owner lives', false, { outcome: 'ambiguous', ids: ['a'] }],
  ['is a new person when the old owner is deleted', true, { outcome: 'new' }],
] as const)(
  'who has both Work ID and work e-mail of somebody of another name and birth date %s',
  (_, isDeleted, outcome) => {
    const both = { workId: '7', workEmail: 'desk@corp.test' };
    const row = signals({ ...both, nameKey: 'cy poe', birthDate: '1970-05-05' });
    expect(resolvePerson(row, [person('a', { ...both, ...ann }, isDeleted)])).toEqual(outcome);
  },
);

describe('a row and the deleted', () => {
  it('revives the record of a strong signal', () => {
    const row = signals({ workEmail: 'ann@corp.test', ...ann });
    expect(resolvePerson(row, [person('a', { workEmail: 'ann@corp.test', ...ann }, true)])).toEqual({
      outcome: 'known',
      id: 'a',
    });
  });

  it('does not revive by a weak signal', () => {
    const row = signals({ personalEmail: 'ann@home.test', ...ann });
    expect(resolvePerson(row, [person('a', { personalEmail: 'ann@home.test', ...ann }, true)])).toEqual({
      outcome: 'new',
    });
  });

  it('is a new person when a Work ID of a deleted one is used again', () => {
    const row = signals({ workId: '7', nameKey: 'cy poe', birthDate: '1970-05-05' });
    expect(resolvePerson(row, [person('a', { workId: '7', ...ann }, true)])).toEqual({ outcome: 'new' });
  });

  it('lets the living go first', () => {
    const row = signals({ workId: '7', workEmail: 'ann@corp.test' });
    const candidates = [person('old', { workId: '7' }, true), person('a', { workEmail: 'ann@corp.test' })];
    expect(resolvePerson(row, candidates)).toEqual({ outcome: 'known', id: 'a' });
  });
});

it('takes nobody with another immutable id', () => {
  const row = signals({ remoteId: 'r2', workEmail: 'ann@corp.test' });
  expect(resolvePerson(row, [person('a', { remoteId: 'r1', workEmail: 'ann@corp.test' })])).toEqual({
    outcome: 'new',
  });
});
