import { createHash, type Hash } from 'node:crypto';
import { canonicalJson } from '../../../lib/canonical-json.ts';
import type { CalendarDate } from '../../../lib/calendar-date.ts';
import type { SourceNotice } from '../../../hris/snapshot.ts';
import { ConnectorError } from '../../errors.ts';
import type { SpooledReport } from '../web/reports/spool.ts';
import type { PartnerApi } from './client.ts';
import type { Coverage, Section } from './coverage.ts';
import { readCustomFields, type CustomFields } from './custom-fields.ts';
import { spoolMembers, type SpooledMembers } from './gather-members.ts';
import { gatherPayrolls, spoolPaystubs, type PayrollList, type SpooledPaystubs } from './gather-payrolls.ts';
import { gatherPolicies, spoolBalances, spoolTimeOff, type Policies } from './gather-time-off.ts';

/** Counts up when the mapping changes its meaning, so that an equal source is read once more after the release. */
const MAPPING_VERSION = 1;

/** The whole source of one snapshot, fetched and not yet mapped; null is what this reading does not see. */
export interface ApiSources extends AsyncDisposable {
  company: unknown;
  customFields: CustomFields | null;
  members: SpooledMembers | null;
  payrolls: PayrollList | null;
  paystubs: SpooledPaystubs | null;
  policies: Policies;
  timeOff: SpooledReport | null;
  balances: SpooledReport | null;
  notices: SourceNotice[];
  /** Over all answers, over what was not seen, and over how it will be read. */
  hash: Hash;
}

export interface GatherOptions {
  today: CalendarDate;
  readsCustomFields: boolean;
}

/**
 * Fetches what is granted and asked for, lists to disk. What the source refuses on the way is taken out of `coverage`.
 * @throws ConnectorError permission_missing when neither the company nor its people can be seen
 */
export async function gatherApiSources(
  api: PartnerApi,
  coverage: Coverage,
  options: GatherOptions,
): Promise<ApiSources> {
  const hash = createHash('sha256');
  const files = new AsyncDisposableStack();
  const notices: SourceNotice[] = [];
  try {
    const company = await readIfOpen(coverage, 'company', () => readCompanyAnswer(api));
    const customFields = options.readsCustomFields ? await readCustomFields(api, coverage) : null;
    hash.update(canonicalJson([company, customFields]));
    const members = await readIfOpen(coverage, 'members', () =>
      spoolMembers(api, coverage, customFields, hash),
    );
    if (members) files.use(members.spooled);
    const payrolls = await readIfOpen(coverage, 'payrolls', () => gatherPayrolls(api, options.today, hash));
    const paystubs = await readIfOpen(coverage, 'paystubs', () =>
      spoolPaystubs(api, payrolls ?? [], options.today, hash),
    );
    if (paystubs) files.use(paystubs.spooled);
    const policies = (await readIfOpen(coverage, 'time_off', () => gatherPolicies(api, hash))) ?? {};
    const timeOff = await readIfOpen(coverage, 'time_off', () => spoolTimeOff(api, options.today, hash));
    if (timeOff) files.use(timeOff);
    const balances = await readBalances(api, coverage, notices, hash);
    if (balances) files.use(balances);
    assertAnything(coverage);
    hash.update(canonicalJson(describeReading(api, coverage)));
    const sources = { company, customFields, members, payrolls, paystubs, policies, timeOff, balances };
    return { ...sources, notices, hash, [Symbol.asyncDispose]: () => files.disposeAsync() };
  } catch (error) {
    await files.disposeAsync();
    throw error;
  }
}

async function readCompanyAnswer(api: PartnerApi): Promise<unknown> {
  return (await api.call({ path: 'company', subject: 'company_basic' })).json;
}

/** Balances are made while we wait; a source that does not finish them says nothing about its people. */
async function readBalances(
  api: PartnerApi,
  coverage: Coverage,
  notices: SourceNotice[],
  hash: Hash,
): Promise<SpooledReport | null> {
  try {
    return await readIfOpen(coverage, 'balances', () => spoolBalances(api, hash));
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code !== 'report_not_ready') throw error;
    coverage.leaveOut('balances');
    notices.push({
      code: 'time_off_balances_not_ready',
      subject: 'time_off_balance',
      description:
        'The source did not finish its report of time off balances. The known ones stay; the next sync asks again.',
      details: [],
    });
    return null;
  }
}

/** A refused section is left out; the others go on. */
async function readIfOpen<T>(
  coverage: Coverage,
  section: Section,
  read: () => Promise<T>,
): Promise<T | null> {
  if (!coverage.reads(section)) return null;
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code !== 'permission_missing') throw error;
    coverage.lose(error.subject);
    coverage.leaveOut(section);
    return null;
  }
}

function assertAnything(coverage: Coverage): void {
  if (coverage.has('company_basic') || coverage.has('member_basic')) return;
  throw new ConnectorError('permission_missing', 'The grant lets us read neither company nor people.', {
    subject: 'member_basic',
  });
}

function describeReading({ description }: PartnerApi, coverage: Coverage): unknown {
  const { fields, words } = description;
  return [MAPPING_VERSION, fields, words, coverage.coveredModels(), coverage.missingCapabilities()];
}
