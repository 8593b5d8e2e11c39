import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { PartFailures } from '../../src/connectors/justworks/part-failures.ts';
import { readRoster } from '../../src/connectors/justworks/read-roster.ts';
import { toEmployeeItem } from '../../src/connectors/justworks/mapping/to-employee.ts';
import { toEmploymentItem } from '../../src/connectors/justworks/mapping/to-employment.ts';
import { createWordTally } from '../../src/connectors/justworks/mapping/word-tally.ts';
import { readCensus, toCensusRow } from '../../src/connectors/justworks/web/reports/census.ts';
import { csvOptions } from '../../src/connectors/justworks/web/reports/csv.ts';
import {
  readWorkHistory,
  toWorkHistoryRow,
} from '../../src/connectors/justworks/web/reports/work-history.ts';
import { createSite } from '../../src/connectors/justworks/web/site.ts';
import { asSpooled } from './report-files.ts';

const site = createSite({});
const SETTINGS = { company: { id: 'company_1', display_name: 'Acme' }, offices: [], departments: [] };

/** A pass over a file; `onRow` is called for each row, so that the caller can look at the memory on the way. */
export type Pass = (onRow?: () => void) => Promise<number>;

/** The limit: the bare parser with our options, its rows dropped. */
export function bareParser(path: string): Pass {
  return async (onRow) => {
    let count = 0;
    const parser = createReadStream(path).pipe(parse(csvOptions(site.limits.recordBytes)));
    parser.on('data', () => {
      count += 1;
      onRow?.();
    });
    await new Promise((resolve, reject) => parser.on('end', resolve).on('error', reject));
    return count - 1;
  };
}

export function census(path: string): Pass {
  return async (onRow) => {
    const mapping = { site, tally: createWordTally(), path: '/reports' };
    let count = 0;
    for await (const row of readCensus(asSpooled(path), site)) {
      if (toEmployeeItem(toCensusRow(row), mapping).model === 'employee') count += 1;
      onRow?.();
    }
    return count;
  };
}

export function workHistory(path: string): Pass {
  return async (onRow) => {
    const tally = createWordTally();
    let count = 0;
    for await (const row of readWorkHistory(asSpooled(path), site)) {
      if (toEmploymentItem(toWorkHistoryRow(row), tally, '/reports').model === 'employment') count += 1;
      onRow?.();
    }
    return count;
  };
}

/** Everything between the files on disk and the records that a sync puts into its stage. */
export function wholeRoster(files: { census: string; workHistory: string }): Pass {
  return async (onRow) => {
    const sources = {
      settings: SETTINGS,
      census: asSpooled(files.census),
      workHistory: asSpooled(files.workHistory),
      contractors: null,
      missing: [],
      proven: [],
      failures: new PartFailures(),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    const reading = readRoster(site, () => Promise.resolve(sources), {
      timeZone: 'America/New_York',
      known: [],
    });
    let count = 0;
    for await (const item of reading.items) {
      if (item.model === 'employee' || item.model === 'employment') count += 1;
      onRow?.();
    }
    return count;
  };
}
