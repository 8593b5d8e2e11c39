import { describe, expect, it } from 'vitest';
import {
  CENSUS,
  createAccount,
  createContext,
  createEmployerScript,
} from '../../../test/support/justworks/employer-script.ts';
import type { ReadItem, SourceSummary } from '../../hris/snapshot.ts';
import type { ReadRosterOptions, ReportMarks, SeenRows } from '../contract.ts';
import { openRemoteSession } from './open-remote-session.ts';
import { createSite } from './web/site.ts';

async function read(reports: { census?: string }, options: Partial<ReadRosterOptions> = {}) {
  const site = createSite({ poll: { intervalMs: 0 } });
  const session = await openRemoteSession(
    site,
    createContext(createEmployerScript(reports)),
    createAccount(),
  );
  const reading = session.readRoster({ timeZone: 'America/New_York', known: [], ...options });
  const items: ReadItem[] = [];
  for await (const item of reading.items) items.push(item);
  return { items, summary: reading.summary() };
}

/** Everything is in the base but what `find` leaves out. */
function baseOf(first: SourceSummary, find: SeenRows['find'] = () => ({ hasEmployment: false })) {
  const asked: string[] = [];
  const findSeen = (reports: readonly ReportMarks[]): Promise<SeenRows> => {
    asked.push(...reports.map(({ kind, count }) => `${kind} ${count}`));
    return Promise.resolve({ find });
  };
  return { asked, options: { known: [first], base: { key: first.rowsKey!, findSeen } } };
}

const people = (items: readonly ReadItem[]) =>
  items.flatMap((item) => {
    if (item.model === 'seen') return [`${item.kind} ${item.place} seen`];
    return item.model === 'employee' ? [item.fields.first_name] : [];
  });

const changed = CENSUS.replace('Bobby', 'Rob');

describe('a reading with a base', () => {
  it('normalizes what is not in it, and says of the rest that it was seen', async () => {
    const { summary: first } = await read({});
    const base = baseOf(first, (kind, place) =>
      kind === 'employee' && place > 0 ? undefined : { hasEmployment: false },
    );
    const { items, summary } = await read({ census: changed }, base.options);
    expect(base.asked).toEqual(['employee 3', 'employment 2']);
    expect(people(items)).toEqual(['employment 0 seen', 'employment 1 seen', 'employee 0 seen', 'Bob']);
    expect(summary).toMatchObject({ rowsKey: first.rowsKey, rows: { read: 4, normalized: 1 } });
  });

  it('still gives the places that only people name who were seen', async () => {
    const { summary: first } = await read({});
    const { items } = await read({ census: changed }, baseOf(first).options);
    const places = (all: readonly ReadItem[]) =>
      all.flatMap((item) => (item.model === 'location' ? [item.sourceKey] : []));
    expect(places(items)).toEqual(places((await read({ census: changed })).items));
  });

  it('normalizes whose employment comes from the census now, and did not before', async () => {
    const { summary: first } = await read({});
    const base = baseOf(first, () => ({ hasEmployment: true }));
    expect(people((await read({ census: changed }, base.options)).items)).toEqual([
      'employment 0 seen',
      'employment 1 seen',
      'Ada',
      'Bob',
    ]);
  });

  it.each([
    ['the columns stand in another order', reorder(changed)],
    ['a column is called otherwise', changed.replace('Cell Phone', 'Mobile Phone')],
  ])('is not asked when %s, because the own row of the source is kept', async (_what, census) => {
    const { summary: first } = await read({});
    const base = baseOf(first);
    const { summary } = await read({ census }, base.options);
    expect(base.asked).toEqual([]);
    expect(summary.rows).toEqual({ read: 4, normalized: 4 });
  });

  it('tells rows by other fingerprints for every account', async () => {
    const marksOf = async (rowSalt: string) => {
      const { items } = await read({}, { rowSalt });
      return items.flatMap((item) => (item.model === 'employee' ? [item.rowFingerprint] : []));
    };
    expect(await marksOf('one')).toEqual(await marksOf('one'));
    expect(await marksOf('one')).not.toEqual(await marksOf('other'));
  });
});

/** No cell of this census holds a comma. */
function reorder(census: string): string {
  return census
    .trimEnd()
    .split('\n')
    .map((line) => `${line.split(',').toReversed().join(',')}\n`)
    .join('');
}
