import { createHash, type Hash } from 'node:crypto';
import { canonicalJson } from '../../lib/canonical-json.ts';
import { downloadReport } from './web/reports/download.ts';
import type { SpooledReport } from './web/reports/spool.ts';
import type { WebRemoteSession } from './web/remote-session.ts';
import { readSettings, type EmployerSettings } from './web/settings.ts';

/** Counts up when the mapping changes its meaning, so that an equal source is read once more after the release. */
const MAPPING_VERSION = 1;

/** The whole source of one snapshot, fetched and not yet read. */
export interface RosterSources extends AsyncDisposable {
  settings: EmployerSettings;
  census: SpooledReport;
  workHistory: SpooledReport;
  /** Over settings and both reports' bytes in this order, and over how they will be read. */
  hash: Hash;
}

/** Fetches settings, Employee Census Report and Work History Report, the reports to disk. */
export async function gatherSources(web: WebRemoteSession): Promise<RosterSources> {
  const settings = await readSettings(web);
  const hash = createHash('sha256');
  hash.update(canonicalJson([MAPPING_VERSION, web.site.reports, web.site.words, settings]));
  const files = new AsyncDisposableStack();
  try {
    const census = files.use(await downloadReport(web, 'employee_census', hash));
    const workHistory = files.use(await downloadReport(web, 'work_history', hash));
    return { settings, census, workHistory, hash, [Symbol.asyncDispose]: () => files.disposeAsync() };
  } catch (error) {
    await files.disposeAsync();
    throw error;
  }
}
