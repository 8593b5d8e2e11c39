import { calendarDateAt } from '../../../lib/calendar-date.ts';
import type { SnapshotItem, SnapshotModel, SourceNotice } from '../../../hris/snapshot.ts';
import type { ReadRosterOptions, RosterReading } from '../../contract.ts';
import { toEmployeeItemOfMember, type MemberMapping } from '../mapping/from-member.ts';
import { toEmploymentItemsOfMember } from '../mapping/from-member-history.ts';
import { toEmployeePayrollRunItem } from '../mapping/to-employee-payroll-run.ts';
import { toPayGroupItem } from '../mapping/to-pay-group.ts';
import { toPayrollRunItem } from '../mapping/to-payroll-run.ts';
import { toTimeOffBalanceItem } from '../mapping/to-time-off-balance.ts';
import { toTimeOffItem } from '../mapping/to-time-off.ts';
import { createWordTally, type WordTally } from '../mapping/word-tally.ts';
import { findKnown } from '../source-state.ts';
import { toRosterReading } from '../to-roster-reading.ts';
import { toApiSourceState } from './api-source-state.ts';
import type { PartnerApi } from './client.ts';
import { companyItemsOf } from './company-items.ts';
import { Coverage } from './coverage.ts';
import { gatherApiSources, type ApiSources } from './gather-api-sources.ts';
import { readMembers } from './gather-members.ts';
import { readPaystubs } from './gather-payrolls.ts';
import { readBalances, readTimeOff } from './gather-time-off.ts';
import { keptFieldsOf } from './kept-fields.ts';
import { findCapabilityOfScope } from './scopes.ts';
import { coveredWindowsOf } from './reading-windows.ts';

export interface ApiReading {
  /** What this deployment asks for. */
  scopes: readonly string[];
  /** A call for each member. */
  readsCustomFields: boolean;
}

/** The roster and all that hangs on it. What is not granted, or breaks alone, is left out and named in the summary. */
export function readRosterFromApi(
  api: PartnerApi,
  reading: ApiReading,
  options: ReadRosterOptions,
): RosterReading {
  return toRosterReading(async function* () {
    const today = calendarDateAt(api.context.clock.now(), options.timeZone);
    const coverage = new Coverage(wantedScopes(reading, options), api.grant.scopes, options.models);
    await using sources = await gatherApiSources(api, coverage, { ...reading, today });
    const state = toApiSourceState(api.description, coverage, sources);
    const seen = () => ({
      reports: [],
      ...(options.models && { askedModels: options.models }),
      coveredModels: coverage.coveredModels(),
      coveredWindows: coveredWindowsOf(api.description, today),
      missingCapabilities: coverage.missingCapabilities(),
      provenCapabilities: coverage.provenCapabilities(),
      failures: sources.failures.list(),
    });
    const isWhole = sources.failures.list().length === 0;
    const same = isWhole && options.known.find((known) => findKnown([known], state.besides(known)));
    if (same) return { ...seen(), ...state.besides(same), isUnchanged: true, unknownWords: [] };
    const fingerprints = state.besides(options.known[0]);
    const found = yield* mapSources(api, sources, coverage, reading);
    return { ...seen(), ...found, ...fingerprints, isUnchanged: false };
  });
}

const TAX_ID = 'member_tax_id';

/** Of what the deployment asks for. */
function wantedScopes({ scopes }: ApiReading, { areTaxIdsUnwanted }: ReadRosterOptions): readonly string[] {
  if (!areTaxIdsUnwanted) return scopes;
  return scopes.filter((scope) => findCapabilityOfScope(scope) !== TAX_ID);
}

interface MappingEnd {
  unknownWords: ReturnType<WordTally['list']>;
  notices: SourceNotice[];
}

async function* mapSources(
  api: PartnerApi,
  sources: ApiSources,
  coverage: Coverage,
  reading: ApiReading,
): AsyncGenerator<SnapshotItem, MappingEnd> {
  const { paths } = api.description;
  const tally = createWordTally();
  const wanted = (item: SnapshotItem) => coverage.wants(item.model);
  const company = companyOf(api, sources, coverage);
  const kept = keptFieldsOf(coverage, reading.readsCustomFields);
  const mapping: MemberMapping = {
    tally,
    path: paths.members,
    keptFields: kept,
    payGroupOf: (memberId) =>
      coverage.wants('pay_group') ? (sources.paystubs?.payGroupOf.get(memberId) ?? null) : null,
  };
  const withKept = (item: SnapshotItem) =>
    item.model === 'company' ? { ...item, keptFields: kept.company } : item;
  yield* company.items.filter(wanted).map(withKept);
  yield* (sources.paystubs?.payGroups ?? []).map(toPayGroupItem).filter(wanted);
  if (coverage.wants('payroll_run')) yield* payrollRunsOf(sources, paths.payrolls, kept.payrollRun);
  yield* peopleOf(api, sources, coverage, mapping);
  yield* restOf(api, sources, coverage, tally);
  return { unknownWords: tally.list(), notices: company.notices };
}

/** An office that can't be read leaves us without the company's places, not without its people. */
function companyOf(api: PartnerApi, sources: ApiSources, coverage: Coverage) {
  try {
    return companyItemsOf(api.description, sources);
  } catch (error) {
    sources.failures.note(error, coverage.modelsThrough('company'));
    coverage.leaveOut('company');
    return { items: [], notices: [] };
  }
}

function payrollRunsOf(sources: ApiSources, path: string, keptFields: readonly string[]): SnapshotItem[] {
  const unknown = { start: null, end: null };
  return (sources.payrolls ?? []).map((payroll) =>
    toPayrollRunItem(payroll, sources.paystubs?.periods.get(payroll.id) ?? unknown, { path, keptFields }),
  );
}

/** Employees and then their employments. */
async function* peopleOf(
  api: PartnerApi,
  { members }: ApiSources,
  coverage: Coverage,
  mapping: MemberMapping,
): AsyncGenerator<SnapshotItem> {
  if (members === null) return;
  if (coverage.wants('employee')) {
    for await (const member of readMembers(api, members)) yield toEmployeeItemOfMember(member, mapping);
  }
  if (coverage.wants('employment') && coverage.has('member_employment')) {
    for await (const member of readMembers(api, members)) yield* toEmploymentItemsOfMember(member, mapping);
  }
}

async function* restOf(
  api: PartnerApi,
  sources: ApiSources,
  coverage: Coverage,
  tally: WordTally,
): AsyncGenerator<SnapshotItem> {
  const { paths, words } = api.description;
  const { paystubs, timeOff, balances, policies, failures } = sources;
  const part = (model: SnapshotModel, items: AsyncIterable<SnapshotItem>) =>
    untilItBreaks(items, (error) => {
      failures.note(error, [model]);
      coverage.leaveOutModel(model);
    });
  if (paystubs && coverage.wants('employee_payroll_run')) {
    const mapping = { path: paths.paystubs, tally, taxWords: words.tax };
    const read = readPaystubs(api, paystubs);
    yield* part(
      'employee_payroll_run',
      mapped(read, (one) => toEmployeePayrollRunItem(one, mapping)),
    );
  }
  if (timeOff) {
    const read = readTimeOff(api, timeOff, policies);
    yield* part(
      'time_off',
      mapped(read, (one) => toTimeOffItem(one, tally, paths.timeOffRequests)),
    );
  }
  if (balances) {
    const read = readBalances(api, balances, policies);
    const toItem = (one: Parameters<typeof toTimeOffBalanceItem>[0]) =>
      toTimeOffBalanceItem(one, tally, paths.timeOffBalances);
    yield* part('time_off_balance', mapped(read, toItem));
  }
}

async function* mapped<From, To>(
  items: AsyncIterable<From>,
  convert: (item: From) => To,
): AsyncGenerator<To> {
  for await (const item of items) yield convert(item);
}

/** What was given before the break is void; whoever takes the items is told by the summary. */
async function* untilItBreaks<T>(
  items: AsyncIterable<T>,
  onBreak: (error: unknown) => void,
): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (error) {
    onBreak(error);
  }
}
