import { calendarDateAt, type CalendarDate } from '../../lib/calendar-date.ts';
import type { Clock } from '../../lib/clock.ts';
import type {
  EmployeeItem,
  EmploymentItem,
  ReportShape,
  SnapshotItem,
  SourceSummary,
} from '../../hris/snapshot.ts';
import type { ReadRosterOptions, RosterReading } from '../contract.ts';
import type { RosterSources } from './gather-sources.ts';
import { HistoryIndex } from './history-index.ts';
import { toContractorEmployee, toContractorEmployment, toContractorRow } from './mapping/from-contractor.ts';
import { toCensusEmploymentItem } from './mapping/to-census-employment.ts';
import { toCompanyItem } from './mapping/to-company.ts';
import { toEmployeeItem, type EmployeeMapping } from './mapping/to-employee.ts';
import { toEmploymentItem } from './mapping/to-employment.ts';
import { withTeams } from './mapping/to-team.ts';
import { createWordTally } from './mapping/word-tally.ts';
import { createCoverage, type Coverage } from './roster-coverage.ts';
import { RosterPlaces } from './roster-places.ts';
import { isSameSource, toSourceHashes } from './source-hashes.ts';
import { toRosterReading } from './to-roster-reading.ts';
import { readCensus } from './web/reports/census.ts';
import type { ReportName } from './web/reports/request.ts';
import { readWorkHistory } from './web/reports/work-history.ts';
import type { Site } from './web/site-schema.ts';

/** @param gather fetches the sources; called when the reading of `items` begins */
export function readRoster(
  site: Site,
  clock: Clock,
  gather: () => Promise<RosterSources>,
  options: ReadRosterOptions,
): RosterReading {
  return toRosterReading(async function* () {
    const today = calendarDateAt(clock.now(), options.timeZone);
    await using sources = await gather();
    const known = options.knownSourceHash;
    const hashes = toSourceHashes(sources.hash, today);
    if (isSameSource(known, hashes)) {
      const { coveredModels, missingCapabilities } = createCoverage(site, sources);
      const asBefore = { isUnchanged: true, reports: [], unknownWords: [] };
      return { sourceHash: known, ...asBefore, coveredModels, missingCapabilities };
    }
    const { dependsOnToday, ...rest } = yield* readSources(site, sources, today);
    return { sourceHash: dependsOnToday ? hashes.forToday : hashes.forever, isUnchanged: false, ...rest };
  });
}

interface SourceReading extends Omit<SourceSummary, 'sourceHash' | 'isUnchanged'> {
  dependsOnToday: boolean;
}

/**
 * The history first: then one pass over the census knows who has no row there, and which places only people name. The
 * people's places come after them for that.
 */
async function* readSources(
  site: Site,
  sources: RosterSources,
  today: CalendarDate,
): AsyncGenerator<SnapshotItem, SourceReading> {
  const reading: RosterWork = {
    mapping: { site, today, tally: createWordTally(), path: reportPath(site, 'employee_census') },
    coverage: createCoverage(site, sources),
    places: sources.settings && new RosterPlaces(site, sources.settings),
    history: sources.workHistory && new HistoryIndex(),
    shapes: {},
  };
  const { coverage, places, shapes } = reading;
  yield* settingsOf(site, sources, places);
  yield* employmentsOf(sources, reading);
  const dependsOnToday = yield* peopleOf(sources, reading);
  yield* withTeams(places?.onlyNamed() ?? []);
  const reports = [shapes.employee_census, shapes.work_history].filter((shape) => shape !== undefined);
  const { coveredModels, missingCapabilities } = coverage;
  const findings = { unknownWords: reading.mapping.tally.list(), coveredModels, missingCapabilities };
  const notices = [...coverage.notices(), ...(places?.notices() ?? [])];
  return { reports, ...findings, notices, dependsOnToday };
}

/** What one reading carries from one part of the roster to the next. */
interface RosterWork {
  mapping: EmployeeMapping & { site: Site };
  coverage: Coverage;
  /** Null without the settings: nobody could say what is missing among the places, so none is given. */
  places: RosterPlaces | null;
  /** Null without the work history: then nothing is said about anybody's employment. */
  history: HistoryIndex | null;
  shapes: Partial<Record<ReportName, ReportShape>>;
}

function* settingsOf(
  site: Site,
  { settings }: RosterSources,
  places: RosterPlaces | null,
): Generator<SnapshotItem> {
  if (!settings || !places) return;
  yield toCompanyItem(settings.company, site.paths.company);
  yield* withTeams(places.listed());
}

async function* employmentsOf(
  { workHistory }: RosterSources,
  { mapping, history, shapes }: RosterWork,
): AsyncGenerator<SnapshotItem> {
  if (!workHistory || !history) return;
  const { site, tally } = mapping;
  const path = reportPath(site, 'work_history');
  for await (const row of readWorkHistory(workHistory, site, (shape) => (shapes.work_history = shape))) {
    const employment = toEmploymentItem(row, tally, path);
    history.add(employment.person);
    yield employment;
  }
}

/** @returns whether the same people may read differently tomorrow */
async function* peopleOf({ census }: RosterSources, work: RosterWork): AsyncGenerator<SnapshotItem, boolean> {
  if (!census) return false;
  const { mapping, coverage, places, shapes } = work;
  let dependsOnToday = false;
  for await (const row of readCensus(census, mapping.site, (shape) => (shapes.employee_census = shape))) {
    places?.note(row);
    const employee = toEmployeeItem(row, mapping);
    dependsOnToday ||= employee.dependsOnToday;
    const { person } = employee.item;
    coverage.notePerson(row.memberType, person);
    for (const item of itemsOf(work, employee.item, () => toCensusEmploymentItem(row, person, mapping)))
      yield item;
  }
  const apart = { ...mapping, path: mapping.site.paths.contractors };
  for (const entry of coverage.contractorsApart()) {
    places?.note(toContractorRow(entry));
    const employee = toContractorEmployee(entry, apart);
    dependsOnToday ||= employee.dependsOnToday;
    yield* itemsOf(work, employee.item, () => toContractorEmployment(entry, apart.tally, apart.path));
  }
  return dependsOnToday;
}

/** A person, and the employment that the work history was read for and does not have. */
function itemsOf(
  { coverage, history }: RosterWork,
  person: EmployeeItem,
  toEmployment: () => EmploymentItem | null,
): SnapshotItem[] {
  const kept = [...coverage.keptOfEmployees, ...(person.keptFields ?? [])];
  const item = kept.length === 0 ? person : { ...person, keptFields: kept };
  const employment = !history || history.mayHold(person.person) ? null : toEmployment();
  return employment ? [item, employment] : [item];
}

function reportPath(site: Site, report: keyof Site['reports']): string {
  return `${site.paths.reportRequest}?${site.fields.reportType}=${site.reports[report].slug}`;
}
