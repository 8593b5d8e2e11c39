import { todayIn, type World } from '../world.ts';
import { censusTable } from './census.ts';
import type { Report, ReportContent } from './reports.ts';
import type { ReportType } from './report-types.ts';
import { workHistoryTable } from './work-history.ts';

/** Takes down what the report will say; a change made after this moment is not in it. */
export function requestReport(world: World, type: ReportType): Report {
  return world.reports.request(type, reportContent(world, type), world.clock.now());
}

export function reportContent(world: World, type: ReportType): ReportContent {
  const given = world.givenReports[type];
  if (given) return given;
  const { members } = world.roster;
  return type === 'employee_census' ? censusTable(members, todayIn(world)) : workHistoryTable(members);
}
