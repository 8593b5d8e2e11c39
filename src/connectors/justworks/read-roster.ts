import type {
  EmployeeItem,
  EmploymentItem,
  PersonSignals,
  ReadItem,
  ReportShape,
  SnapshotItem,
  SourceSummary,
} from '../../hris/snapshot.ts';
import type { ReadRosterOptions, RosterReading, SeenRows } from '../contract.ts';
import { digestSources, hashSources, type RosterSources } from './gather-sources.ts';
import { HistoryIndex } from './history-index.ts';
import { findSeenRows, lookThrough, noRows, toRowsKey, type ReportRows } from './look-through.ts';
import { toContractorEmployee, toContractorEmployment, toContractorRow } from './mapping/from-contractor.ts';
import { tellsEmployment, toCensusEmploymentItem } from './mapping/to-census-employment.ts';
import { toCompanyItem } from './mapping/to-company.ts';
import { toEmployeeItem, type EmployeeMapping } from './mapping/to-employee.ts';
import { toEmploymentItem } from './mapping/to-employment.ts';
import { toPersonSignals } from './mapping/to-person.ts';
import { withTeams } from './mapping/to-team.ts';
import { createWordTally } from './mapping/word-tally.ts';
import { coveredModelsOf, createCoverage, type Coverage } from './roster-coverage.ts';
import { RosterPlaces } from './roster-places.ts';
import { findKnown } from './source-state.ts';
import { toRosterReading } from './to-roster-reading.ts';
import { readCensus, toCensusOutline, toCensusRow } from './web/reports/census.ts';
import type { CensusRole } from './web/reports/columns.ts';
import type { ReportRow } from './web/reports/report.ts';
import type { ReportName } from './web/reports/request.ts';
import { readWorkHistory, toHistoryOutline, toWorkHistoryRow } from './web/reports/work-history.ts';
import type { Site } from './web/site-schema.ts';

/** @param gather fetches the sources; called when the reading of `items` begins */
export function readRoster(
  site: Site,
  gather: () => Promise<RosterSources>,
  options: ReadRosterOptions,
): RosterReading {
  const { known, models, base, rowSalt: salt } = options;
  return toRosterReading(async function* () {
    await using sources = await gather();
    const sourceHash = hashSources(site, sources);
    const asked = models && { askedModels: models };
    const same = findKnown(known, { sourceHash });
    if (same) return { ...toUnchanged(sources), ...asked, sourceHash, rowsDigest: same.rowsDigest };
    // Most files that differ differ in their spelling alone; whoever has nothing to compare with reads the file once.
    await using look = known.some(({ rowsDigest }) => rowsDigest)
      ? await lookThrough(site, sources, options)
      : undefined;
    const rowsDigest = look && digestSources(site, sources, look.rows);
    if (rowsDigest && findKnown(known, { rowsDigest }))
      return { ...toUnchanged(sources), ...asked, sourceHash, rowsDigest };
    const rows = look ? undefined : noRows();
    const seen = look && (await findSeenRows(site, sources, look, base));
    const found = yield* readSources(site, sources, { rows, seen, salt });
    return {
      ...found,
      ...asked,
      sourceHash,
      rowsDigest: rowsDigest ?? (rows ? digestSources(site, sources, rows) : null),
      isUnchanged: false,
    };
  });
}

function toUnchanged(sources: RosterSources) {
  return { ...toFindings(sources), isUnchanged: true, reports: [], unknownWords: [] };
}

function toFindings(sources: RosterSources) {
  return {
    coveredModels: coveredModelsOf(sources),
    missingCapabilities: sources.missing,
    provenCapabilities: sources.proven,
    failures: sources.failures.list(),
  };
}

/**
 * The history first: then one pass over the census knows who has no row there, and which places only people name. The
 * people's places come after them for that.
 */
async function* readSources(
  site: Site,
  sources: RosterSources,
  { rows, seen, salt }: Pick<RosterWork, 'rows' | 'seen' | 'salt'>,
): AsyncGenerator<ReadItem, Omit<SourceSummary, 'sourceHash' | 'rowsDigest' | 'isUnchanged'>> {
  const mapping = { site, tally: createWordTally(), path: reportPath(site, 'employee_census') };
  const places = sources.settings && new RosterPlaces(site, sources.settings);
  const shapes: RosterWork['shapes'] = {};
  const counts = { read: 0, normalized: 0 };
  yield* settingsOf(site, sources, places);
  const history = yield* employmentsOf(sources, { mapping, shapes, rows, seen, salt, counts });
  const readable = history ? sources : { ...sources, workHistory: null };
  const coverage = createCoverage(site, readable);
  // What was seen of people whose history broke on the way was made with it.
  const seenPeople = readable.workHistory === sources.workHistory ? seen : undefined;
  const work = { mapping, coverage, places, history, shapes, rows, salt, counts };
  yield* peopleOf(readable, { ...work, seen: seenPeople });
  yield* withTeams(places?.onlyNamed() ?? []);
  const reports = [shapes.employee_census, shapes.work_history].filter((shape) => shape !== undefined);
  const columns = Object.fromEntries(reports.map((shape) => [shape.report, shape.columns]));
  return {
    ...toFindings(readable),
    reports,
    unknownWords: mapping.tally.list(),
    notices: [...coverage.notices(), ...(places?.notices() ?? [])],
    rowsKey: toRowsKey(site, readable, columns),
    rows: counts,
  };
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
  /** Undefined: the rows were looked at before. */
  rows: ReportRows | undefined;
  /** What need not be normalized; undefined: everything is. */
  seen: SeenRows | undefined;
  counts: { read: number; normalized: number };
  /** Of the rows' fingerprints. */
  salt: string | undefined;
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

/** @returns who has a row there; null without a history, or with one that breaks: what was given of it then is void */
async function* employmentsOf(
  { workHistory, failures }: RosterSources,
  { mapping, shapes, rows, seen, salt, counts }: Omit<RosterWork, 'coverage' | 'places' | 'history'>,
): AsyncGenerator<ReadItem, HistoryIndex | null> {
  if (!workHistory) return null;
  const { site, tally } = mapping;
  const path = reportPath(site, 'work_history');
  const history = new HistoryIndex();
  const watch = {
    onShape: (shape: ReportShape) => (shapes.work_history = shape),
    digest: rows?.work_history,
    salt,
  };
  try {
    for await (const row of readWorkHistory(workHistory, site, watch)) {
      counts.read += 1;
      const { place } = row;
      if (seen?.find('employment', place)) {
        history.add(toPersonSignals(toHistoryOutline(row)));
        yield { model: 'seen', kind: 'employment', place };
        continue;
      }
      counts.normalized += 1;
      const wordsBefore = tally.noted;
      const employment = toEmploymentItem(toWorkHistoryRow(row), tally, path);
      history.add(employment.person);
      // Whoever counts unknown words must see them in each reading.
      yield tally.noted === wordsBefore ? { ...employment, rowFingerprint: row.fingerprint } : employment;
    }
    return history;
  } catch (error) {
    failures.note(error, ['employment']);
    return null;
  }
}

async function* peopleOf({ census }: RosterSources, work: RosterWork): AsyncGenerator<ReadItem> {
  if (!census) return;
  const { mapping, coverage, places, shapes, rows, salt, counts } = work;
  const watch = {
    onShape: (shape: ReportShape) => (shapes.employee_census = shape),
    digest: rows?.employee_census,
    salt,
  };
  for await (const row of readCensus(census, mapping.site, watch)) {
    counts.read += 1;
    if (noteSeen(work, row)) {
      yield { model: 'seen', kind: 'employee', place: row.place };
      continue;
    }
    counts.normalized += 1;
    yield* normalizePerson(work, row);
  }
  const apart = { ...mapping, path: mapping.site.paths.contractors };
  for (const entry of coverage.contractorsApart()) {
    places?.note(toContractorRow(entry));
    const employee = toContractorEmployee(entry, apart);
    yield* itemsOf(work, employee, () => toContractorEmployment(entry, apart.tally, apart.path));
  }
}

/**
 * True: the row's records are known, down to whether an employment is among them, and what the rest of the reading needs of it
 * is taken down.
 */
function noteSeen({ seen, history, places, coverage }: RosterWork, row: ReportRow<CensusRole>): boolean {
  const known = seen?.find('employee', row.place);
  if (!known) return false;
  const outline = toCensusOutline(row);
  const person = toPersonSignals(outline);
  const isEmployed = lacksEmployment(history, person) && tellsEmployment(outline);
  if (isEmployed !== known.hasEmployment) return false;
  places?.note(outline);
  coverage.notePerson(outline.memberType, person);
  return true;
}

function normalizePerson(work: RosterWork, row: ReportRow<CensusRole>): SnapshotItem[] {
  const { mapping, coverage, places } = work;
  const wordsBefore = mapping.tally.noted;
  const cells = toCensusRow(row);
  places?.note(cells);
  const employee = toEmployeeItem(cells, mapping);
  const { person } = employee;
  coverage.notePerson(cells.memberType, person);
  const items = itemsOf(work, employee, () => toCensusEmploymentItem(cells, person, mapping));
  if (mapping.tally.noted > wordsBefore) return items;
  return items.map((item) => ({ ...item, rowFingerprint: row.fingerprint }));
}

/** A person, and the employment that the work history was read for and does not have. */
function itemsOf(
  { coverage, history }: RosterWork,
  person: EmployeeItem,
  toEmployment: () => EmploymentItem | null,
): (EmployeeItem | EmploymentItem)[] {
  const kept = [...coverage.keptOfEmployees, ...(person.keptFields ?? [])];
  const item = kept.length === 0 ? person : { ...person, keptFields: kept };
  const employment = lacksEmployment(history, person.person) ? toEmployment() : null;
  return employment ? [item, employment] : [item];
}

const lacksEmployment = (history: HistoryIndex | null, person: PersonSignals): boolean =>
  history !== null && !history.mayHold(person);

function reportPath(site: Site, report: keyof Site['reports']): string {
  return `${site.paths.reportRequest}?${site.fields.reportType}=${site.reports[report].slug}`;
}
