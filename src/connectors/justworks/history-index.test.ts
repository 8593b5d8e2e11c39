import { expect, it } from 'vitest';
import type { PersonSignals } from '../../hris/snapshot.ts';
import { HistoryIndex } from './history-index.ts';

function person(signals: Partial<PersonSignals>): PersonSignals {
  const unknown = { remoteId: null, personalEmail: null, birthDate: null };
  return { ...unknown, workId: null, workEmail: null, nameKey: null, ...signals };
}

it.each([
  ['the Work ID', { workId: '7' }, { workId: '7', workEmail: 'new@acme.example', nameKey: 'ann new' }, true],
  ['the work e-mail', { workEmail: 'a@x' }, { workId: '8', workEmail: 'a@x' }, true],
  ['the name, where neither has more', { nameKey: 'ann lee' }, { nameKey: 'ann lee' }, true],
  ['the name, where the row has no more', { nameKey: 'ann lee' }, { workId: '1', nameKey: 'ann lee' }, true],
  [
    'the name, where the person has no more',
    { workId: '1', nameKey: 'ann lee' },
    { nameKey: 'ann lee' },
    true,
  ],
  [
    'the name, where each has another signal',
    { workId: '1', nameKey: 'ann lee' },
    { workEmail: 'a@x', nameKey: 'ann lee' },
    true,
  ],
  [
    'the name, the other way round',
    { workEmail: 'a@x', nameKey: 'ann lee' },
    { workId: '1', nameKey: 'ann lee' },
    true,
  ],
  [
    'a name beside two other signals',
    { workId: '1', workEmail: 'a@x', nameKey: 'ann lee' },
    { workId: '2', workEmail: 'b@x', nameKey: 'ann lee' },
    false,
  ],
  [
    'a name beside another Work ID',
    { workId: '1', nameKey: 'ann lee' },
    { workId: '2', nameKey: 'ann lee' },
    false,
  ],
  [
    'a name beside another work e-mail',
    { workEmail: 'a@x', nameKey: 'ann lee' },
    { workEmail: 'b@x', nameKey: 'ann lee' },
    false,
  ],
  ['nothing at all', { workId: '1', workEmail: 'a@x' }, { workId: '2', workEmail: 'b@x' }, false],
  ['blanks', {}, {}, false],
])('knows a person by %s: %j, %j', (_name, row, wanted, isHeld) => {
  const index = new HistoryIndex();
  index.add(person(row));
  expect(index.mayHold(person(wanted))).toBe(isHeld);
});

it('remembers each of several rows of one name', () => {
  const index = new HistoryIndex();
  index.add(person({ nameKey: 'ann lee' }));
  index.add(person({ workId: '1', workEmail: 'a@x', nameKey: 'ann lee' }));
  expect(index.mayHold(person({ workId: '2', workEmail: 'b@x', nameKey: 'ann lee' }))).toBe(true);
});
