import { createHash, type Hash } from 'node:crypto';
import { canonicalJson } from '../../lib/canonical-json.ts';
import type { SnapshotModel } from '../../hris/snapshot.ts';
import { ConnectorError } from '../errors.ts';
import { readContractors, type ContractorEntry } from './web/contractors.ts';
import { downloadReport } from './web/reports/download.ts';
import { openReportForm, type ReportName } from './web/reports/request.ts';
import type { SpooledReport } from './web/reports/spool.ts';
import type { WebRemoteSession } from './web/remote-session.ts';
import { readSettings, type EmployerSettings } from './web/settings.ts';

/** Counts up when the mapping changes its meaning, so that an equal source is read once more after the release. */
const MAPPING_VERSION = 2;

const SETTINGS_MODELS: readonly SnapshotModel[] = ['company', 'location', 'group', 'team'];
const PEOPLE_MODELS: readonly SnapshotModel[] = ['employee', 'employment'];

/** The whole source of one snapshot, fetched and not yet read. Null is what was not asked for, or is not granted. */
export interface RosterSources extends AsyncDisposable {
  settings: EmployerSettings | null;
  census: SpooledReport | null;
  workHistory: SpooledReport | null;
  /** From the page of their own, for a census that leaves them out. */
  contractors: ContractorEntry[] | null;
  /** Capabilities that turned out not to be granted. */
  missing: string[];
  /** Over settings, contractors and both reports' bytes in this order, and over how they will be read. */
  hash: Hash;
}

export interface GatherOptions {
  /** Capabilities without which there is nothing to read: when all of them are lost, so is the reading. */
  required: readonly string[];
  /** Fetch only what feeds these; absent: everything. */
  models?: readonly SnapshotModel[] | undefined;
}

/**
 * Fetches settings, contractors, Employee Census Report and Work History Report, the reports to disk. What is not granted
 * is left out.
 * @throws ConnectorError permission_missing when nothing that is required is granted any more
 */
export async function gatherSources(web: WebRemoteSession, options: GatherOptions): Promise<RosterSources> {
  const granted = createGrants();
  const hash = createHash('sha256');
  const files = new AsyncDisposableStack();
  try {
    const settings = wants(options, SETTINGS_MODELS)
      ? await granted.tryTo('company_settings', () => readSettings(web))
      : null;
    const contractors = wants(options, PEOPLE_MODELS) ? await readContractors(web) : null;
    hash.update(canonicalJson([MAPPING_VERSION, web.site.reports, web.site.words, settings, contractors]));
    const download = async (report: ReportName) => {
      const spooled = await granted.tryTo(report, () =>
        downloadReport(web, report, hash, companyNamesOf(settings)),
      );
      return spooled && files.use(spooled);
    };
    const census = wants(options, PEOPLE_MODELS) ? await download('employee_census') : null;
    // Employments say nothing without the people they are of; then it is only looked whether they are granted.
    const workHistory = census && wants(options, ['employment']) ? await download('work_history') : null;
    if (granted.missing.includes('employee_census')) {
      await granted.tryTo('work_history', () => openReportForm(web, 'work_history'));
    }
    granted.assertSome(options.required);
    const sources = { settings, census, workHistory, contractors, missing: granted.missing, hash };
    return { ...sources, [Symbol.asyncDispose]: () => files.disposeAsync() };
  } catch (error) {
    await files.disposeAsync();
    throw error;
  }
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
  let refusal: ConnectorError | undefined;
  return {
    missing,
    async tryTo<T>(capability: string, read: () => Promise<T>): Promise<T | null> {
      try {
        return await read();
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
