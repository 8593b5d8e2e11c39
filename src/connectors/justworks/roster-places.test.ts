import { describe, expect, it } from 'vitest';
import { RosterPlaces } from './roster-places.ts';
import { createSite } from './web/site.ts';

const company = { id: 'c1' };
const offices = [
  { id: 'o1', name: 'New York' },
  { id: 'o2', name: 'Remote (work from home)' },
];

function places(departments: { id: string; name: string }[]): RosterPlaces {
  return new RosterPlaces(createSite({}), { company, offices, departments });
}

const keysOf = (items: { sourceKey: string; remoteId: string | null }[]) =>
  items.map(({ sourceKey, remoteId }) => [sourceKey, remoteId]);

describe('RosterPlaces', () => {
  it('lists what the settings have, and what is a place at all', () => {
    const listed = places([
      { id: 'd1', name: 'Sales' },
      { id: 'd2', name: 'No Department' },
    ]).listed();
    expect(keysOf(listed)).toEqual([
      ['office:new york', 'o1'],
      ['department:sales', 'd1'],
    ]);
  });

  it('adds each place that only people name, once', () => {
    const roster = places([{ id: 'd1', name: 'Sales' }]);
    for (const department of ['SALES', 'Lab', ' lab', 'No department'])
      roster.note({ office: 'Attic', department });
    roster.note({ office: null, department: null });
    expect(keysOf(roster.onlyNamed())).toEqual([
      ['office:attic', null],
      ['department:lab', null],
    ]);
    expect(roster.notices()).toEqual([]);
  });

  it('says that two departments have one name, by its shape only', () => {
    const roster = places([
      { id: 'd1', name: 'Sales West' },
      { id: 'd2', name: 'SALES  west' },
      { id: 'd3', name: 'Lab' },
    ]);
    expect(keysOf(roster.listed()).slice(1)).toEqual([
      ['department:sales west', 'd1'],
      ['department:lab', 'd3'],
    ]);
    const [notice, ...others] = roster.notices();
    expect(others).toEqual([]);
    expect(notice).toMatchObject({
      code: 'place_name_repeated',
      subject: 'departments',
      details: ['Aaaaa Aaaa: 2 times'],
    });
    expect(JSON.stringify(notice)).not.toMatch(/sales/i);
  });
});
