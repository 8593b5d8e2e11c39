import type {
  EmployeeItem,
  EmploymentItem,
  ReportShape,
  SnapshotItem,
  SourceSummary,
} from '../../hris/snapshot.ts';
import { ConnectorError } from '../errors.ts';
import type { ReadRosterOptions, RosterReading } from '../contract.ts';
import { digestSources, hashSources, type RosterSources } from './gather-sources.ts';
import { HistoryIndex } from './history-index.ts';
import { toContractorEmployee, toContractorEmployment, toContractorRow } from './mapping/from-contractor.ts';
import { toCensusEmploymentItem } from './mapping/to-census-employment.ts';
import { toCompanyItem } from './mapping/to-company.ts';
import { toEmployeeItem, type EmployeeMapping } from './mapping/to-employee.ts';
import { toEmploymentItem } from './mapping/to-employment.ts';
import { withTeams } from './mapping/to-team.ts';
import { createWordTally } from './mapping/word-tally.ts';
import { coveredModelsOf, createCoverage, type Coverage } from './roster-coverage.ts';
import { RosterPlaces } from './roster-places.ts';
import { RowsDigest } from './rows-digest.ts';
import { findKnown } from './source-state.ts';
import { toRosterReading } from './to-roster-reading.ts';
import { censusDefinition, readCensus } from './web/reports/census.ts';
import { digestReport } from './web/reports/report.ts';
import type { ReportName } from './web/reports/request.ts';
import { readWorkHistory, workHistoryDefinition } from './web/reports/work-history.ts';
import type { Site } from './web/site-schema.ts';

type ReportRows = Record<ReportName, RowsDigest>;

/** @param gather fetches the sources; called when the reading of `items` begins */
export function readRoster(
  site: Site,
  gather: () => Promise<RosterSources>,
  { known, models }: ReadRosterOptions,
): RosterReading {
  return toRosterReading(async function* () {
    await using sources = await gather();
    const sourceHash = hashSources(site, sources);
    const asked = models && { askedModels: models };
    const same = findKnown(known, { sourceHash });
    if (same) return { ...toUnchanged(sources), ...asked, sourceHash, rowsDigest: same.rowsDigest };
    // Most files that differ differ in their spelling alone; whoever has nothing to compare with reads the file once.
    const rows = known.some(({ rowsDigest }) => rowsDigest) ? await digestRows(site, sources) : undefined;
    const rowsDigest = rows && digestSources(site, sources, rows);
    if (rowsDigest && findKnown(known, { rowsDigest }))
      return { ...toUnchanged(sources), ...asked, sourceHash, rowsDigest };
    const met = rows ? undefined : noRows();
    const found = yield* readSources(site, sources, met);
    return {
      ...found,
      ...asked,
      sourceHash,
      rowsDigest: rowsDigest ?? (met ? digestSources(site, sources, met) : null),
      isUnchanged: false,
    };
  });
}

const noRows = (): ReportRows => ({ employee_census: new RowsDigest(), work_history: new RowsDigest() });

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

/** Undefined where a report or part broke: then everything is read, and that tells what is to be done. */
async function digestRows(site: Site, sources: RosterSources): Promise<ReportRows | undefined> {
  const { census, workHistory, failures } = sources;
  if (failures.list().length > 0) return undefined;
  const rows = noRows();
  try {
    if (census) await digestReport(census, censusDefinition(site), rows.employee_census);
    if (workHistory) await digestReport(workHistory, workHistoryDefinition(site), rows.work_history);
    return rows;
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return undefined;
  }
}

/**
 * The history first: then one pass over the census knows who has no row there, and which places only people name. The
 * people's places come after them for that.
 */
async function* readSources(
  site: Site,
  sources: RosterSources,
  rows: ReportRows | undefined,
): AsyncGenerator<SnapshotItem, Omit<SourceSummary, 'sourceHash' | 'rowsDigest' | 'isUnchanged'>> {
  const mapping = { site, tally: createWordTally(), path: reportPath(site, 'employee_census') };
  const places = sources.settings && new RosterPlaces(site, sources.settings);
  const shapes: RosterWork['shapes'] = {};
  yield* settingsOf(site, sources, places);
  const history = yield* employmentsOf(sources, { mapping, shapes, rows });
  const readable = history ? sources : { ...sources, workHistory: null };
  const coverage = createCoverage(site, readable);
  yield* peopleOf(readable, { mapping, coverage, places, history, shapes, rows });
  yield* withTeams(places?.onlyNamed() ?? []);
  const reports = [shapes.employee_census, shapes.work_history].filter((shape) => shape !== undefined);
  const notices = [...coverage.notices(), ...(places?.notices() ?? [])];
  return { ...toFindings(readable), reports, unknownWords: mapping.tally.list(), notices };
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
  { mapping, shapes, rows }: Pick<RosterWork, 'mapping' | 'shapes' | 'rows'>,
): AsyncGenerator<SnapshotItem, HistoryIndex | null> {
  if (!workHistory) return null;
  const { site, tally } = mapping;
  const path = reportPath(site, 'work_history');
  const history = new HistoryIndex();
  const onShape = (shape: ReportShape) => (shapes.work_history = shape);
  try {
    for await (const row of readWorkHistory(workHistory, site, { onShape, digest: rows?.work_history })) {
      const employment = toEmploymentItem(row, tally, path);
      history.add(employment.person);
      yield employment;
    }
    return history;
  } catch (error) {
    failures.note(error, ['employment']);
    return null;
  }
}

async function* peopleOf({ census }: RosterSources, work: RosterWork): AsyncGenerator<SnapshotItem> {
  if (!census) return;
  const { mapping, coverage, places, shapes, rows } = work;
  const onShape = (shape: ReportShape) => (shapes.employee_census = shape);
  for await (const row of readCensus(census, mapping.site, { onShape, digest: rows?.employee_census })) {
    places?.note(row);
    const employee = toEmployeeItem(row, mapping);
    const { person } = employee;
    coverage.notePerson(row.memberType, person);
    for (const item of itemsOf(work, employee, () => toCensusEmploymentItem(row, person, mapping)))
      yield item;
  }
  const apart = { ...mapping, path: mapping.site.paths.contractors };
  for (const entry of coverage.contractorsApart()) {
    places?.note(toContractorRow(entry));
    const employee = toContractorEmployee(entry, apart);
    yield* itemsOf(work, employee, () => toContractorEmployment(entry, apart.tally, apart.path));
  }
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
