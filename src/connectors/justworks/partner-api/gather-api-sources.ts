import type { CalendarDate } from '../../../lib/calendar-date.ts';
import { ConnectorError } from '../../errors.ts';
import { PartFailures } from '../part-failures.ts';
import type { PartnerApi } from './client.ts';
import type { Coverage, Section } from './coverage.ts';
import { readCustomFields, type CustomFields } from './custom-fields.ts';
import { spoolMembers, type SpooledMembers } from './gather-members.ts';
import { gatherPayrolls, spoolPaystubs, type PayrollList, type SpooledPaystubs } from './gather-payrolls.ts';
import { gatherPolicies, spoolBalances, spoolTimeOff, type Policies } from './gather-time-off.ts';
import type { SpooledValues } from './json-lines.ts';

/** The whole source of one snapshot, fetched and not yet mapped; null is what this reading does not see. */
export interface ApiSources extends AsyncDisposable {
  company: unknown;
  customFields: CustomFields | null;
  members: SpooledMembers | null;
  payrolls: PayrollList | null;
  paystubs: SpooledPaystubs | null;
  policies: Policies;
  timeOff: SpooledValues | null;
  balances: SpooledValues | null;
  failures: PartFailures;
}

export interface GatherOptions {
  today: CalendarDate;
  readsCustomFields: boolean;
}

/**
 * Fetches what is granted and asked for, lists to disk. What the source refuses on the way is taken out of `coverage`, and
 * so is what breaks alone: anything but the people.
 * @throws ConnectorError permission_missing when neither the company nor its people can be seen
 */
export async function gatherApiSources(
  api: PartnerApi,
  coverage: Coverage,
  options: GatherOptions,
): Promise<ApiSources> {
  const failures = new PartFailures();
  const files = new AsyncDisposableStack();
  const part = <T>(section: Section, read: () => Promise<T>) =>
    readPart(failures, coverage, section, () => readIfOpen(coverage, section, read));
  try {
    const company = await part('company', () => readCompanyAnswer(api));
    const customFields = options.readsCustomFields ? await readCustomFields(api, coverage) : null;
    const members = await readIfOpen(coverage, 'members', () => spoolMembers(api, coverage, customFields));
    if (members) files.use(members.spooled);
    const payrolls = await part('payrolls', () => gatherPayrolls(api, options.today));
    const paystubs = await part('paystubs', () => spoolPaystubs(api, payrolls ?? [], options.today));
    if (paystubs) files.use(paystubs.spooled);
    const policies = (await part('policies', () => gatherPolicies(api))) ?? {};
    const timeOff = await part('time_off', () => spoolTimeOff(api, options.today));
    if (timeOff) files.use(timeOff);
    const balances = await part('balances', () => spoolBalances(api));
    if (balances) files.use(balances);
    assertAnything(coverage);
    if (!company && !members) failures.assertNone();
    const sources = { company, customFields, members, payrolls, paystubs, policies, timeOff, balances };
    return { ...sources, failures, [Symbol.asyncDispose]: () => files.disposeAsync() };
  } catch (error) {
    await files.disposeAsync();
    throw error;
  }
}

async function readCompanyAnswer(api: PartnerApi): Promise<unknown> {
  return (await api.call({ path: 'company', subject: 'company_basic' })).json;
}

/** A section that breaks takes with it those that are read by its help. */
async function readPart<T>(
  failures: PartFailures,
  coverage: Coverage,
  section: Section,
  read: () => Promise<T | null>,
): Promise<T | null> {
  const models = coverage.modelsThrough(section);
  const before = failures.list().length;
  const found = await failures.attempt(models, read);
  if (failures.list().length > before) coverage.leaveOut(section);
  return found;
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
