import { RosterSnapshot } from '../company/roster-snapshot.ts';
import type { Company } from '../company/company.ts';
import { todayIn, type World } from '../world.ts';
import type { ReportPeople } from './report-people.ts';
import type { Report, ReportContent } from './reports.ts';
import type { ReportType } from './report-types.ts';

/** Takes down what the report will say; a change made after this moment is not in it. */
export function requestReport(world: World, type: ReportType, company: Company = world.company): Report {
  const isHome = company === world.company;
  const content: ReportContent = isHome ? (world.givenReports[type] ?? peopleNow(world)) : nobody(world);
  return world.reports.request({ type, content, companyName: company.displayName }, world.clock.now());
}

export function peopleNow(world: World): ReportPeople {
  const thirdParties = world.thirdParties.list().map((one) => ({ ...one }));
  return { members: world.roster.snapshot(), thirdParties, today: todayIn(world) };
}

/** A further company of the same log-in has no people. */
function nobody(world: World): ReportPeople {
  return { members: new RosterSnapshot([]), thirdParties: [], today: todayIn(world) };
}
