import type { ReportShape } from '../../../hris/snapshot.ts';
import type { ConnectorContext, InspectionFinding, RemoteAccount } from '../../contract.ts';
import { ABOUT_ONE_PAGE, ConnectorError, type ConnectorErrorCode } from '../../errors.ts';
import { inspectWords } from '../inspect-words.ts';
import { PartFailures } from '../part-failures.ts';
import { connectWeb } from '../open-remote-session.ts';
import type { WebRemoteSession } from './remote-session.ts';
import { downloadReport } from './reports/download.ts';
import { matchColumns } from './reports/columns.ts';
import { readReport, type ReportRow } from './reports/report.ts';
import { openReportForm, type ReportName } from './reports/request.ts';
import type { SpooledReport } from './reports/spool.ts';
import { readCurrentCompany, readSettings } from './settings.ts';
import type { Page } from './remote-session.ts';
import type { Site } from './site-schema.ts';

const REPORTS: readonly ReportName[] = ['employee_census', 'work_history'];

/** What says that one page or report is not as we know it; anything else ends the inspection. */
const TELLING: ReadonlySet<ConnectorErrorCode> = new Set(['permission_missing', ...ABOUT_ONE_PAGE]);

/** Walks the pages and reports that a sync reads, and tells what of our description fits them. Reads, changes nothing. */
export async function* inspectAccount(
  readSite: () => Promise<Site>,
  context: ConnectorContext,
  account: RemoteAccount,
  expected: { remoteCompanyId: string | null },
): AsyncGenerator<InspectionFinding> {
  const site = await readSite();
  const web = await connectWeb(site, context, account);
  await assertCompany(web, expected.remoteCompanyId);
  for (const [place, open, keys] of pagesOf(web)) yield* inspectPage(place, open, keys);
  await using files = new AsyncDisposableStack();
  const reports = new Map<ReportName, SpooledReport>();
  for (const name of REPORTS) {
    const findings: InspectionFinding[] = [];
    const spooled = await telling(findings, name, 'report', () => downloadReport(web, name));
    if (spooled) {
      reports.set(name, files.use(spooled));
      await telling(findings, name, 'report', () => inspectReport(site, name, spooled, findings));
    }
    yield* findings;
  }
  yield* await inspectRoster(web, reports);
}

type PageToInspect = [place: string, open: () => Promise<Page>, keys: readonly string[]];

function pagesOf(web: WebRemoteSession): PageToInspect[] {
  const { paths, hydrationKeys, csrf } = web.site;
  const settings: [string, string, string][] = [
    ['dashboard', paths.dashboard, hydrationKeys.currentCompany],
    ['company', paths.company, hydrationKeys.company],
    ['offices', paths.offices, hydrationKeys.offices],
    ['departments', paths.departments, hydrationKeys.departments],
    ['contractors', paths.contractors, hydrationKeys.contractors],
    ['directory', paths.directory, hydrationKeys.directory],
    ['security', paths.security, hydrationKeys.passwordPolicy],
  ];
  return [
    ...settings.map(([place, path, key]): PageToInspect => [place, () => web.open(path, place), [key]]),
    ...REPORTS.map((name): PageToInspect => [
      `${name} form`,
      () => openReportForm(web, name),
      [csrf.hydrationKey],
    ]),
  ];
}

async function* inspectPage(
  place: string,
  open: () => Promise<Page>,
  keys: readonly string[],
): AsyncGenerator<InspectionFinding> {
  const findings: InspectionFinding[] = [];
  const page = await telling(findings, place, 'page', open);
  yield* findings;
  if (!page) return;
  yield { place, kind: 'page', name: 'opened', result: 'matched', count: null };
  const seen = page.content.hydrations;
  for (const name of keys) {
    yield { place, kind: 'selector', name, result: seen.has(name) ? 'matched' : 'missing', count: null };
  }
  for (const name of [...seen.keys()].filter((key) => !keys.includes(key))) {
    yield { place, kind: 'selector', name, result: 'unknown', count: null };
  }
}

/** Columns with the number of rows that have something there. */
async function inspectReport(
  site: Site,
  name: ReportName,
  spooled: SpooledReport,
  findings: InspectionFinding[],
): Promise<void> {
  const { columns: synonyms } = site.reports[name];
  const filled = new Map(Object.keys(synonyms).map((role) => [role, 0]));
  const definition = { report: name, synonyms, required: [], maxRecordBytes: site.limits.recordBytes };
  const count = (row: ReportRow): undefined => {
    for (const [role, seen] of filled) if (row.text(role) !== null) filled.set(role, seen + 1);
  };
  const shapes: ReportShape[] = [];
  const rows = readReport(spooled, definition, count, { onShape: (shape) => shapes.push(shape) });
  // Nothing comes of it but the counts.
  while (!(await rows.next()).done);
  const { columns, rowCount } = shapes[0]!;
  findings.push({ place: name, kind: 'report', name: 'rows', result: 'matched', count: rowCount });
  const { places, unknownColumns } = matchColumns(columns, synonyms, name);
  for (const [role, count] of filled) {
    const result = places.has(role) ? 'matched' : 'missing';
    findings.push({
      place: name,
      kind: 'column',
      name: role,
      result,
      count: places.has(role) ? count : null,
    });
  }
  for (const column of unknownColumns) {
    findings.push({ place: name, kind: 'column', name: column, result: 'unknown', count: null });
  }
}

/** The words in the roster, where everything that a roster is made of could be read. */
async function inspectRoster(
  web: WebRemoteSession,
  reports: ReadonlyMap<ReportName, SpooledReport>,
): Promise<InspectionFinding[]> {
  const findings: InspectionFinding[] = [];
  const [census, workHistory] = [reports.get('employee_census'), reports.get('work_history')];
  if (!census || !workHistory) return findings;
  await telling(findings, 'roster', 'report', async () => {
    const settings = await readSettings(web);
    // The files are the caller's to close.
    const unread = { contractors: null, [Symbol.asyncDispose]: () => Promise.resolve() };
    const found = { missing: [], proven: [], failures: new PartFailures() };
    const sources = { settings, census, workHistory, ...unread, ...found };
    findings.push(...(await inspectWords(web.site, sources)));
  });
  return findings;
}

/** The result, or a finding in its place when the failure says what the source is like. */
async function telling<T>(
  findings: InspectionFinding[],
  place: string,
  kind: 'page' | 'report',
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ConnectorError) || !TELLING.has(error.code)) throw error;
    findings.push({ place, kind, name: error.code, result: 'missing', count: null });
    return undefined;
  }
}

async function assertCompany(web: WebRemoteSession, expectedId: string | null): Promise<void> {
  const { remoteCompanyId } = await readCurrentCompany(web);
  if (expectedId === null || remoteCompanyId === expectedId) return;
  throw new ConnectorError(
    'wrong_company',
    'The source shows another company than the one that was linked.',
    { subject: 'company' },
  );
}
