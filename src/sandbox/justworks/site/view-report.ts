import type { Report } from '../reports/reports.ts';
import { filePath, signedPath } from '../reports/signed-link.ts';
import type { World } from '../world.ts';
import type { ReportView } from './report-page.ts';

/** What a look at the report's page shows now, after the faults that keep it from being ready. */
export function viewReport(world: World, report: Report): ReportView {
  const { id, type } = report;
  const path = filePath(report);
  const now = world.clock.now();
  if (world.faults.take('failed_report', path)) return { id, type, status: 'failed', downloadUrl: null };
  if (world.faults.take('stuck_report', path) || !world.reports.isReady(report, now)) {
    return { id, type, status: 'pending', downloadUrl: null };
  }
  const downloadUrl = `${world.origin}${signedPath(report, world.downloadKey, now)}`;
  return { id, type, status: 'ready', downloadUrl };
}
