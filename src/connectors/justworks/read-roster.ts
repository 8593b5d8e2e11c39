import type { Hash } from 'node:crypto';
import { calendarDateAt, type CalendarDate } from '../../lib/calendar-date.ts';
import type { Clock } from '../../lib/clock.ts';
import type {
  GroupItem,
  LocationItem,
  ReportShape,
  SnapshotItem,
  SourceSummary,
} from '../../hris/snapshot.ts';
import type { ReadRosterOptions, RosterReading } from '../contract.ts';
import type { RosterSources } from './gather-sources.ts';
import { toCompanyItem } from './mapping/to-company.ts';
import { toEmployeeItem } from './mapping/to-employee.ts';
import { toEmploymentItem } from './mapping/to-employment.ts';
import { toGroupItem, toNamedGroupItem } from './mapping/to-group.ts';
import { toLocationItem, toNamedLocationItem } from './mapping/to-location.ts';
import { createWordTally } from './mapping/word-tally.ts';
import { readCensus } from './web/reports/census.ts';
import { toNameUnless } from './web/reports/roster-words.ts';
import { readWorkHistory } from './web/reports/work-history.ts';
import type { Site } from './web/site-schema.ts';

/** @param gather fetches the sources; called when the reading of `items` begins */
export function readRoster(
  site: Site,
  clock: Clock,
  gather: () => Promise<RosterSources>,
  options: ReadRosterOptions,
): RosterReading {
  let summary: SourceSummary | undefined;
  return {
    items: readAll(),
    summary() {
      if (!summary) throw new Error('The items were not read to their end.');
      return summary;
    },
  };

  async function* readAll(): AsyncGenerator<SnapshotItem> {
    const today = calendarDateAt(clock.now(), options.timeZone);
    await using sources = await gather();
    const known = options.knownSourceHash;
    const hashes = toSourceHashes(sources.hash, today);
    if (known && Object.values(hashes).some((hash) => hash.equals(known))) {
      summary = { sourceHash: known, isUnchanged: true, reports: [], unknownWords: [] };
      return;
    }
    const reading = yield* readSources(site, sources, today);
    const { dependsOnToday, ...rest } = reading;
    summary = { sourceHash: dependsOnToday ? hashes.forToday : hashes.forever, isUnchanged: false, ...rest };
  }
}

/** Where a row's meaning hangs on the day, equal bytes are the same source on the same day only. */
function toSourceHashes(hash: Hash, today: CalendarDate): { forever: Buffer; forToday: Buffer } {
  return { forever: hash.copy().digest(), forToday: hash.copy().update(today).digest() };
}

interface SourceReading {
  reports: ReportShape[];
  unknownWords: SourceSummary['unknownWords'];
  dependsOnToday: boolean;
}

async function* readSources(
  site: Site,
  sources: RosterSources,
  today: CalendarDate,
): AsyncGenerator<SnapshotItem, SourceReading> {
  const { settings, census, workHistory } = sources;
  const reports: ReportShape[] = [];
  const tally = createWordTally();
  let dependsOnToday = false;

  const named = await collectNames(site, sources);
  yield toCompanyItem(settings.company, site.paths.company);
  yield* locationsOf(site, sources, named.offices);
  yield* groupsOf(site, sources, named.departments);
  const mapping = { site, today, tally, path: reportPath(site, 'employee_census') };
  for await (const row of readCensus(census, site, (shape) => reports.push(shape))) {
    const employee = toEmployeeItem(row, mapping);
    dependsOnToday ||= employee.dependsOnToday;
    yield employee.item;
  }
  for await (const row of readWorkHistory(workHistory, site, (shape) => reports.push(shape))) {
    yield toEmploymentItem(row, tally, reportPath(site, 'work_history'));
  }
  return { reports, unknownWords: tally.list(), dependsOnToday };
}

interface NamedPlaces {
  offices: Set<string>;
  departments: Set<string>;
}

/** A first pass, because people may name what the settings lack and locations and groups come before people. */
async function collectNames(site: Site, sources: RosterSources): Promise<NamedPlaces> {
  const named: NamedPlaces = { offices: new Set(), departments: new Set() };
  for await (const row of readCensus(sources.census, site)) {
    if (row.office !== null) named.offices.add(row.office);
    if (row.department !== null) named.departments.add(row.department);
  }
  return named;
}

function locationsOf(site: Site, { settings }: RosterSources, names: Set<string>): LocationItem[] {
  const isPlace = (name: string) => toNameUnless(name, site.words.noOffice) !== null;
  return firstOfEachKey([
    ...settings.offices
      .filter((office) => isPlace(office.name))
      .map((office) => toLocationItem(office, site.paths.offices)),
    ...[...names].filter(isPlace).map(toNamedLocationItem),
  ]);
}

function groupsOf(site: Site, { settings }: RosterSources, names: Set<string>): GroupItem[] {
  const isGroup = (name: string) => toNameUnless(name, site.words.noDepartment) !== null;
  return firstOfEachKey([
    ...settings.departments
      .filter((department) => isGroup(department.name))
      .map((department) => toGroupItem(department, site.paths.departments)),
    ...[...names].filter(isGroup).map(toNamedGroupItem),
  ]);
}

/** Two of one name can't be told apart by the people in them; the first one stands for both. */
function firstOfEachKey<T extends { sourceKey: string }>(items: T[]): T[] {
  const seen = new Set<string>();
  return items.filter(({ sourceKey }) => !seen.has(sourceKey) && seen.add(sourceKey));
}

function reportPath(site: Site, report: keyof Site['reports']): string {
  return `${site.paths.reportRequest}?${site.fields.reportType}=${site.reports[report].slug}`;
}
