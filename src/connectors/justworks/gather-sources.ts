import { createHash } from 'node:crypto';
import { toError } from '../../lib/app-error.ts';
import { canonicalJson } from '../../lib/canonical-json.ts';
import type { SnapshotModel } from '../../hris/snapshot.ts';
import { ConnectorError } from '../errors.ts';
import { MAPPING_VERSION } from './mapping-version.ts';
import { PartFailures } from './part-failures.ts';
import type { RowsDigest } from './rows-digest.ts';
import { readContractors, type ContractorEntry } from './web/contractors.ts';
import { downloadReport, keepReport, openReport } from './web/reports/download.ts';
import { openReportForm, type ReportName } from './web/reports/request.ts';
import type { SpooledReport } from './web/reports/spool.ts';
import type { WebRemoteSession } from './web/remote-session.ts';
import { readSettings, type EmployerSettings } from './web/settings.ts';
import type { Site } from './web/site-schema.ts';

const SETTINGS_MODELS: readonly SnapshotModel[] = ['company', 'location', 'group', 'team'];
const PEOPLE_MODELS: readonly SnapshotModel[] = ['employee', 'employment'];

/** The whole source of one snapshot, fetched and not yet read. Null is what was not asked for, is not granted, or broke. */
export interface RosterSources extends AsyncDisposable {
  settings: EmployerSettings | null;
  census: SpooledReport | null;
  workHistory: SpooledReport | null;
  /** From the page of their own, for a census that leaves them out. */
  contractors: ContractorEntry[] | null;
  /** Capabilities that turned out not to be granted. */
  missing: string[];
  /** Capabilities that were made use of. */
  proven: string[];
  failures: PartFailures;
}

export interface GatherOptions {
  /** Capabilities without which there is nothing to read: when all of them are lost, so is the reading. */
  required: readonly string[];
  /** Fetch only what feeds these; absent: everything. */
  models?: readonly SnapshotModel[] | undefined;
}

/**
 * Fetches settings, contractors, Employee Census Report and Work History Report, the reports to disk. What is not granted
 * is left out, and what breaks alone as well: anything but the people.
 * @throws ConnectorError permission_missing when nothing that is required is granted any more
 */
export async function gatherSources(web: WebRemoteSession, options: GatherOptions): Promise<RosterSources> {
  const granted = createGrants();
  const failures = new PartFailures();
  const files = new AsyncDisposableStack();
  try {
    const settings = wants(options, SETTINGS_MODELS)
      ? await failures.attempt(SETTINGS_MODELS, () =>
          granted.tryTo('company_settings', () => readSettings(web)),
        )
      : null;
    const contractors = wants(options, PEOPLE_MODELS) ? await readContractors(web) : null;
    const names = companyNamesOf(settings);
    const opened = wants(options, PEOPLE_MODELS)
      ? await granted.tryTo('employee_census', () => openReport(web, 'employee_census', names))
      : null;
    const keepCensus = async () => opened && files.use(await keepReport(web, 'employee_census', opened));
    const fetchHistory = async () => {
      const spooled = await granted.tryTo('work_history', () => downloadReport(web, 'work_history', names));
      return spooled && files.use(spooled);
    };
    // Employments say nothing without the people they are of; then it is only looked whether they are granted.
    const isHistoryWanted = opened !== null && wants(options, ['employment']);
    // The file of one report comes in while the other report is made.
    const [census, workHistory] = await bothOf(
      keepCensus(),
      isHistoryWanted ? failures.attempt(['employment'], fetchHistory) : null,
    );
    if (granted.missing.includes('employee_census')) {
      await granted.tryTo('work_history', () => openReportForm(web, 'work_history'));
    }
    granted.assertSome(options.required);
    if (!settings && !census) failures.assertNone();
    const { missing, proven } = granted;
    const sources = { settings, census, workHistory, contractors, missing, proven, failures };
    return { ...sources, [Symbol.asyncDispose]: () => files.disposeAsync() };
  } catch (error) {
    await files.disposeAsync();
    throw error;
  }
}

/** Nothing is under way any more when it rejects. */
async function bothOf<One, Other>(
  one: Promise<One>,
  other: Promise<Other> | null,
): Promise<[One, Other | null]> {
  const settled = await Promise.allSettled([one, other]);
  for (const result of settled) if (result.status === 'rejected') throw toError(result.reason);
  return [await one, await other];
}

/** Over settings, contractors and both reports' bytes, and over how they will be read. */
export function hashSources(site: Site, sources: RosterSources): Buffer {
  const { census, workHistory } = sources;
  return digestOf(site, sources, [census?.hash.toString('hex'), workHistory?.hash.toString('hex')]);
}

/**
 * Over the same, with the reports' rows in place of their bytes. Whether the last line is ended belongs to them: nothing else
 * shows that a file was cut there.
 */
export function digestSources(
  site: Site,
  sources: RosterSources,
  rows: Readonly<Record<ReportName, RowsDigest>>,
): Buffer {
  const { census, workHistory } = sources;
  const mark = (report: SpooledReport | null, digest: RowsDigest) =>
    report && { ...digest.toJSON(), endsWithNewline: report.endsWithNewline };
  return digestOf(site, sources, [mark(census, rows.employee_census), mark(workHistory, rows.work_history)]);
}

function digestOf(site: Site, sources: RosterSources, reports: unknown[]): Buffer {
  const { settings, contractors } = sources;
  const reading = [MAPPING_VERSION, site.reports, site.words];
  return createHash('sha256')
    .update(canonicalJson([reading, settings, contractors, reports]))
    .digest();
}

function companyNamesOf(settings: EmployerSettings | null): string[] {
  const { legal_name, display_name } = settings?.company ?? {};
  return [legal_name, display_name].filter((name) => typeof name === 'string');
}

function wants({ models }: GatherOptions, fed: readonly SnapshotModel[]): boolean {
  return models === undefined || models.some((model) => fed.includes(model));
}

/** Goes on without what is not granted, and keeps what that is. */
function createGrants() {
  const missing: string[] = [];
  const proven: string[] = [];
  let refusal: ConnectorError | undefined;
  return {
    missing,
    proven,
    async tryTo<T>(capability: string, read: () => Promise<T>): Promise<T | null> {
      try {
        const found = await read();
        proven.push(capability);
        return found;
      } catch (error) {
        if (!(error instanceof ConnectorError) || error.code !== 'permission_missing') throw error;
        missing.push(capability);
        refusal = error;
        return null;
      }
    },
    assertSome(required: readonly string[]): void {
      const lost = new Set(missing);
      // Granted, but of no use alone.
      if (lost.has('employee_census')) lost.add('work_history');
      const needed = required.length > 0 ? required : ['company_settings', 'employee_census'];
      if (refusal && needed.every((capability) => lost.has(capability))) throw refusal;
    },
  };
}
