import { createHash } from 'node:crypto';
import { canonicalJson } from '../../lib/canonical-json.ts';
import type { ReadRosterOptions, RosterBase, SeenRows } from '../contract.ts';
import { ConnectorError } from '../errors.ts';
import type { RosterSources } from './gather-sources.ts';
import { MAPPING_VERSION } from './mapping-version.ts';
import { RowsDigest } from './rows-digest.ts';
import { censusDefinition } from './web/reports/census.ts';
import { digestReport } from './web/reports/report.ts';
import type { ReportName } from './web/reports/request.ts';
import { RowMarks } from './web/reports/row-marks.ts';
import { workHistoryDefinition } from './web/reports/work-history.ts';
import type { Site } from './web/site-schema.ts';

export type ReportRows = Record<ReportName, RowsDigest>;
/** The columns of each report that is there, in the order of the file. */
export type ReportColumns = Partial<Record<ReportName, readonly string[]>>;

/** What the rows of the reports look like before any of them is normalized. */
export interface Look extends AsyncDisposable {
  rows: ReportRows;
  columns: ReportColumns;
  /** For whoever has a base to compare with. */
  marks: RowMarks[];
}

export const noRows = (): ReportRows => ({
  employee_census: new RowsDigest(),
  work_history: new RowsDigest(),
});

/**
 * Parses the reports and converts nothing.
 * @returns undefined where a report or part broke: then everything is read, and that tells what is to be done
 */
export async function lookThrough(
  site: Site,
  sources: RosterSources,
  { base, rowSalt: salt }: Pick<ReadRosterOptions, 'base' | 'rowSalt'>,
): Promise<Look | undefined> {
  const { census, workHistory, failures } = sources;
  if (failures.list().length > 0) return undefined;
  const files = new AsyncDisposableStack();
  const look: Look = {
    rows: noRows(),
    columns: {},
    marks: [],
    [Symbol.asyncDispose]: () => files.disposeAsync(),
  };
  const markRows = async (kind: RowMarks['kind']) => {
    if (!base) return undefined;
    const marks = files.use(await RowMarks.create(kind));
    look.marks.push(marks);
    return marks;
  };
  try {
    if (census) {
      const into = { digest: look.rows.employee_census, marks: await markRows('employee'), salt };
      look.columns.employee_census = await digestReport(census, censusDefinition(site), into);
    }
    if (workHistory) {
      const into = { digest: look.rows.work_history, marks: await markRows('employment'), salt };
      look.columns.work_history = await digestReport(workHistory, workHistoryDefinition(site), into);
    }
    return look;
  } catch (error) {
    await files.disposeAsync();
    if (!(error instanceof ConnectorError)) throw error;
    return undefined;
  }
}

/** Undefined: there is no base, or its rows meant something else. */
export async function findSeenRows(
  site: Site,
  sources: RosterSources,
  look: Look,
  base: RosterBase | undefined,
): Promise<SeenRows | undefined> {
  return base?.key === toRowsKey(site, sources, look.columns) ? await base.findSeen(look.marks) : undefined;
}

/**
 * Everything beside its own cells that a row's records are made by: the mapping, how columns and words are understood, and which
 * columns there are, in which order, because the source's own row is kept as it stands in the file.
 */
export function toRowsKey(site: Site, sources: RosterSources, columns: ReportColumns): string {
  const { reports, words, paths, fields } = site;
  const seen = [sources.settings !== null, sources.census !== null, sources.workHistory !== null];
  const reading = [MAPPING_VERSION, reports, words, paths.reportRequest, fields.reportType, seen];
  return createHash('sha256')
    .update(canonicalJson([reading, columns.employee_census, columns.work_history]))
    .digest('hex');
}
