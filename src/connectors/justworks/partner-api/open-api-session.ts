import type { CapabilityState, RemoteCompany, RemoteSession } from '../../contract.ts';
import { ConnectorError } from '../../errors.ts';
import { toCapabilityState } from '../to-capability-state.ts';
import { toText } from '../../../hris/normalize/text.ts';
import type { ApiCall, PartnerApi } from './client.ts';
import type { ApiAnswer } from './exchange.ts';
import { readCompanyShape, readTaxId } from './company-items.ts';
import { countPeople } from './count-people.ts';
import { readMemberOutline } from './member-details.ts';
import { readShape } from './read-shape.ts';
import { readRosterFromApi, type ApiReading } from './read-roster-api.ts';
import { capabilitiesOfScopes } from './scopes.ts';

/** The Partner API as a remote session; there is nothing to sign in to. */
export function openApiSession(source: PartnerApi, reading: ApiReading): RemoteSession {
  const api = rememberCompany(source);
  return {
    readCompany: () => readCompany(api),
    readTaxId: () => readTaxIdOfCompany(api),
    countPeople: () => countPeople(api),
    probe: (capability) => probe(api, capability),
    readRoster: (options) => readRosterFromApi(api, reading, options),
  };
}

/** @throws ConnectorError permission_missing when neither the company nor anybody in it can be seen */
export async function readCompany(api: PartnerApi): Promise<RemoteCompany> {
  try {
    const { json } = await api.call({ path: 'company', subject: 'company_basic' });
    const company = readCompanyShape(api.description, json);
    const name = toText(company.displayName) ?? toText(company.legalName) ?? company.id;
    return { remoteCompanyId: company.id, name };
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code !== 'permission_missing') throw error;
    return await readCompanyOfMember(api, error);
  }
}

/** Each member names the company: a scope that was lost must not keep us from knowing whose people they are. */
async function readCompanyOfMember(api: PartnerApi, refusal: ConnectorError): Promise<RemoteCompany> {
  const { json } = await api.call({ path: 'members', query: { limit: '1' }, subject: 'member_basic' });
  const [first] = readShape(api.description, 'page', json, 'member_basic').items;
  const companyId = first === undefined ? null : readMemberOutline(api.description, first).companyId;
  if (companyId === null) throw refusal;
  return { remoteCompanyId: companyId, name: companyId };
}

async function readTaxIdOfCompany(api: PartnerApi): Promise<string | null> {
  try {
    const { json } = await api.call({ path: 'company', subject: 'company_basic' });
    return readTaxId(api.description, readCompanyShape(api.description, json));
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code !== 'permission_missing') throw error;
    return null;
  }
}

/** Company, tax id, roster and capabilities are all told by one answer: it is asked for once. */
function rememberCompany(api: PartnerApi): PartnerApi {
  let company: ApiAnswer | undefined;
  return {
    ...api,
    call: async (wanted) =>
      wanted.path === 'company' ? (company ??= await api.call(wanted)) : await api.call(wanted),
  };
}

/** What each capability's scope opens, as cheaply as it can be tried; where nothing is cheap, the token's word counts. */
const TRIALS: Readonly<Record<string, Pick<ApiCall, 'path'>>> = {
  company_basic: { path: 'company' },
  company_detail: { path: 'company' },
  member_basic: { path: 'members' },
  member_detail: { path: 'members' },
  member_employment: { path: 'members' },
  member_pay: { path: 'members' },
  member_birth_date: { path: 'members' },
  payroll: { path: 'payrolls' },
  time_off: { path: 'timeOffPolicies' },
};

async function probe(api: PartnerApi, capability: string): Promise<CapabilityState> {
  const granted = capabilitiesOfScopes(api.grant.scopes).map((known) => known.capability);
  if (!granted.includes(capability)) return 'missing';
  const trial = TRIALS[capability];
  if (!trial) return 'granted';
  return await toCapabilityState(() =>
    api.call({ ...trial, query: queryOf(api, trial.path), subject: capability }),
  );
}

function queryOf(api: PartnerApi, path: ApiCall['path']): Record<string, string> {
  if (path === 'company') return {};
  const today = api.context.clock.now().toISOString().slice(0, 10);
  return path === 'payrolls' ? { start_date: today, end_date: today, limit: '1' } : { limit: '1' };
}
