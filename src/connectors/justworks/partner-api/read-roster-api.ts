import { calendarDateAt, type CalendarDate } from '../../../lib/calendar-date.ts';
import type { SnapshotItem, SourceNotice, SourceSummary } from '../../../hris/snapshot.ts';
import type { ReadRosterOptions, RosterReading } from '../../contract.ts';
import { toEmployeeItemOfMember, type MemberMapping } from '../mapping/from-member.ts';
import { toEmploymentItemsOfMember } from '../mapping/from-member-history.ts';
import { toEmployeePayrollRunItem } from '../mapping/to-employee-payroll-run.ts';
import { toPayGroupItem } from '../mapping/to-pay-group.ts';
import { toPayrollRunItem } from '../mapping/to-payroll-run.ts';
import { toTimeOffBalanceItem } from '../mapping/to-time-off-balance.ts';
import { toTimeOffItem } from '../mapping/to-time-off.ts';
import { createWordTally } from '../mapping/word-tally.ts';
import { isSameSource, toSourceHashes } from '../source-hashes.ts';
import { toRosterReading } from '../to-roster-reading.ts';
import type { PartnerApi } from './client.ts';
import { companyItemsOf } from './company-items.ts';
import { Coverage } from './coverage.ts';
import { gatherApiSources, type ApiSources } from './gather-api-sources.ts';
import { readMembers } from './gather-members.ts';
import { readPaystubs } from './gather-payrolls.ts';
import { readBalances, readTimeOff } from './gather-time-off.ts';
import { keptFieldsOf } from './kept-fields.ts';
import { coveredWindowsOf } from './reading-windows.ts';

export interface ApiReading {
  /** What this deployment asks for. */
  scopes: readonly string[];
  /** A call for each member. */
  readsCustomFields: boolean;
}

/** The roster and all that hangs on it. What is not granted is left out and named in the summary. */
export function readRosterFromApi(
  api: PartnerApi,
  reading: ApiReading,
  options: ReadRosterOptions,
): RosterReading {
  return toRosterReading(async function* () {
    const today = calendarDateAt(api.context.clock.now(), options.timeZone);
    const coverage = new Coverage(reading.scopes, api.grant.scopes, options.models);
    await using sources = await gatherApiSources(api, coverage, { ...reading, today });
    const known = options.knownSourceHash;
    const hashes = toSourceHashes(sources.hash, today);
    const seen = {
      reports: [],
      coveredModels: coverage.coveredModels(),
      coveredWindows: coveredWindowsOf(api.description, today),
      missingCapabilities: coverage.missingCapabilities(),
      notices: sources.notices,
    };
    if (isSameSource(known, hashes)) {
      return { ...seen, sourceHash: known, isUnchanged: true, unknownWords: [] };
    }
    const { dependsOnToday, ...found } = yield* mapSources(api, sources, coverage, { ...reading, today });
    const sourceHash = dependsOnToday ? hashes.forToday : hashes.forever;
    return { ...seen, ...found, sourceHash, isUnchanged: false };
  });
}

interface MappingEnd {
  unknownWords: SourceSummary['unknownWords'];
  dependsOnToday: boolean;
  notices: SourceNotice[];
}

async function* mapSources(
  api: PartnerApi,
  sources: ApiSources,
  coverage: Coverage,
  reading: ApiReading & { today: CalendarDate },
): AsyncGenerator<SnapshotItem, MappingEnd> {
  const { paths } = api.description;
  const tally = createWordTally();
  const kept = keptFieldsOf(coverage, reading.readsCustomFields);
  const mapping: MemberMapping = {
    today: reading.today,
    tally,
    path: paths.members,
    keptFields: kept,
    payGroupOf: (memberId) =>
      coverage.wants('pay_group') ? (sources.paystubs?.payGroupOf.get(memberId) ?? null) : null,
  };
  const wanted = (item: SnapshotItem) => coverage.wants(item.model);
  const company = companyItemsOf(api.description, sources, kept.company);
  yield* company.items.filter(wanted);
  yield* (sources.paystubs?.payGroups ?? []).map(toPayGroupItem).filter(wanted);
  if (coverage.wants('payroll_run')) yield* payrollRunsOf(sources, paths.payrolls, kept.payrollRun);
  const dependsOnToday = yield* peopleOf(api, sources, coverage, mapping);
  yield* restOf(api, sources, coverage, tally);
  return { unknownWords: tally.list(), dependsOnToday, notices: [...sources.notices, ...company.notices] };
}

function payrollRunsOf(sources: ApiSources, path: string, keptFields: readonly string[]): SnapshotItem[] {
  const unknown = { start: null, end: null };
  return (sources.payrolls ?? []).map((payroll) =>
    toPayrollRunItem(payroll, sources.paystubs?.periods.get(payroll.id) ?? unknown, { path, keptFields }),
  );
}

/** Employees and then their employments; true when a status hangs on the day. */
async function* peopleOf(
  api: PartnerApi,
  { members }: ApiSources,
  coverage: Coverage,
  mapping: MemberMapping,
): AsyncGenerator<SnapshotItem, boolean> {
  let dependsOnToday = false;
  if (members === null) return dependsOnToday;
  if (coverage.wants('employee')) {
    for await (const member of readMembers(api, members)) {
      const employee = toEmployeeItemOfMember(member, mapping);
      dependsOnToday ||= employee.dependsOnToday;
      yield employee.item;
    }
  }
  if (coverage.wants('employment') && coverage.has('member_employment')) {
    for await (const member of readMembers(api, members)) yield* toEmploymentItemsOfMember(member, mapping);
  }
  return dependsOnToday;
}

async function* restOf(
  api: PartnerApi,
  sources: ApiSources,
  coverage: Coverage,
  tally: MemberMapping['tally'],
): AsyncGenerator<SnapshotItem> {
  const { paths, words } = api.description;
  const { paystubs, timeOff, balances, policies } = sources;
  if (paystubs && coverage.wants('employee_payroll_run')) {
    const mapping = { path: paths.paystubs, tally, taxWords: words.tax };
    for await (const paystub of readPaystubs(api, paystubs)) yield toEmployeePayrollRunItem(paystub, mapping);
  }
  if (timeOff) {
    for await (const request of readTimeOff(api, timeOff, policies))
      yield toTimeOffItem(request, tally, paths.timeOffRequests);
  }
  if (balances) {
    for await (const balance of readBalances(api, balances, policies))
      yield toTimeOffBalanceItem(balance, tally, paths.timeOffBalances);
  }
}
