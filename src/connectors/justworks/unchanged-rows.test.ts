import { describe, expect, it } from 'vitest';
import {
  CENSUS,
  COMPANY,
  createAccount,
  createContext,
  createEmployerScript,
} from '../../../test/support/justworks/employer-script.ts';
import { page, type ScriptedSite } from '../../../test/support/justworks/scripted-site.ts';
import type { KnownSource, SnapshotItem } from '../../hris/snapshot.ts';
import { openRemoteSession } from './open-remote-session.ts';
import { createSite } from './web/site.ts';

async function read(http: ScriptedSite, known: KnownSource[] = [], overrides: Record<string, unknown> = {}) {
  const site = createSite({ poll: { intervalMs: 0 }, ...overrides });
  const session = await openRemoteSession(site, createContext(http), createAccount());
  const reading = session.readRoster({ timeZone: 'America/New_York', known });
  const items: SnapshotItem[] = [];
  for await (const item of reading.items) if (item.model !== 'seen') items.push(item);
  return { items, summary: reading.summary() };
}

const lines = CENSUS.trimEnd().split('\n');
/** No cell of this census holds a comma. */
const table = lines.map((line) => line.split(','));
const withColumns = (order: readonly number[]) =>
  `${table.map((cells) => order.map((place) => cells[place]).join(',')).join('\n')}\n`;
const columns = [...table[0]!.keys()];
const [header, ...rows] = lines;

const same: [what: string, census: string][] = [
  ['the rows in another order', [header, ...rows.toReversed(), ''].join('\n')],
  ['the columns in another order', withColumns(columns.toReversed())],
  ['every cell in quotes', CENSUS.replace(/[^,\n]+/g, '"$&"')],
  ['line ends of Windows', CENSUS.replaceAll('\n', '\r\n')],
  ['a byte order mark', `\uFEFF${CENSUS}`],
  ['another usual name of a column', CENSUS.replace('Cell Phone', 'Mobile Phone')],
];
const other: [what: string, census: string][] = [
  ['one changed cell', CENSUS.replace('Bobby', 'Rob')],
  ['a column that is gone', withColumns(columns.filter((place) => table[0]![place] !== 'Preferred Name'))],
  ['two cells that changed places', CENSUS.replace('1,Ada,,Lovelace', '1,,Ada,Lovelace')],
  ['no line end after the last row, where it may have been cut', CENSUS.trimEnd()],
  ['a row less', [header, ...rows.slice(1), ''].join('\n')],
  ['a row twice', [header, ...rows, rows[0], ''].join('\n')],
  ['a column that nobody knows', lines.map((line, row) => `${line},${row === 0 ? 'Shoe' : row}`).join('\n')],
];

describe('a source in other bytes', () => {
  it.each(same)(
    'is the same with %s: nothing is given, and its bytes are known the next time',
    async (_what, census) => {
      const { summary: first } = await read(createEmployerScript());
      const again = await read(createEmployerScript({ census }), [first]);
      expect(again.items).toEqual([]);
      expect(again.summary).toMatchObject({ isUnchanged: true, rowsDigest: first.rowsDigest });
      expect(again.summary.sourceHash).not.toEqual(first.sourceHash);
    },
  );

  it.each(other)(
    'is another one with %s, and gives the digest that it is then known by',
    async (_what, census) => {
      const { summary: first } = await read(createEmployerScript());
      const changed = await read(createEmployerScript({ census }), [first]);
      expect(changed.summary.isUnchanged).toBe(false);
      expect(changed.items.length).toBeGreaterThan(0);
      const fresh = await read(createEmployerScript({ census }));
      expect(changed.summary.rowsDigest).toEqual(fresh.summary.rowsDigest);
    },
  );

  it('tells a missing column from one whose cells are all empty', async () => {
    const place = table[0]!.indexOf('Preferred Name');
    const blank = table.map((cells, row) =>
      cells.map((cell, at) => (row > 0 && at === place ? '' : cell)).join(','),
    );
    const without = table.map((cells) => cells.filter((_cell, at) => at !== place).join(','));
    const { summary: first } = await read(createEmployerScript({ census: blank.join('\n') }));
    const gone = await read(createEmployerScript({ census: without.join('\n') }), [first]);
    expect(gone.summary.isUnchanged).toBe(false);
  });

  it('is another one with other settings, or read by other rules', async () => {
    const { summary: first } = await read(createEmployerScript());
    const census = CENSUS.replaceAll('\n', '\r\n');
    const settings = createEmployerScript({ census }).on(
      'GET /settings/departments',
      page({ currentCompany: COMPANY, departments: [{ id: 'd1', name: 'Engine' }] }),
    );
    expect((await read(settings, [first])).summary.isUnchanged).toBe(false);
    const words = { words: { noDepartment: ['Engineering'] } };
    expect((await read(createEmployerScript({ census }), [first], words)).summary.isUnchanged).toBe(false);
  });

  it('is compared with every known state', async () => {
    const { summary: applied } = await read(createEmployerScript());
    const census = CENSUS.replace('Bobby', 'Rob');
    const { summary: held } = await read(createEmployerScript({ census }));
    const again = await read(createEmployerScript({ census: census.replaceAll('\n', '\r\n') }), [
      applied,
      held,
    ]);
    expect(again.summary).toMatchObject({ isUnchanged: true, rowsDigest: held.rowsDigest });
  });

  it('still stops at a malformed file', async () => {
    const { summary: first } = await read(createEmployerScript());
    const cut = createEmployerScript({ census: CENSUS.slice(0, -60) });
    await expect(read(cut, [first])).rejects.toMatchObject({
      code: 'report_cut',
      subject: 'employee_census',
    });
  });
});
