import type { ConnectorContext, RemoteAccount } from '../../../src/connectors/contract.ts';
import {
  createScriptedSite,
  csv,
  loginPage,
  page,
  redirect,
  type ScriptedSite,
  type SeenRequest,
} from './scripted-site.ts';

export const COMPANY = { id: 'company_01fn4w79xrzy2hm9z92n2dfdsr', name: 'Acme' };
export const SECRET = 'JBSWY3DPEHPK3PXP';
export const NOW = new Date('2026-11-20T15:00:10Z');

export const CENSUS_HEADER =
  'Work ID,First Name,Preferred Name,Last Name,Work Email,Cell Phone,Date of Birth,Gender,Country,Department,Office,' +
  'Manager,Member Type,Start Date,Termination Date,Status';
export const CENSUS = [
  CENSUS_HEADER,
  '1,Ada,,Lovelace,Ada@acme.example,(212) 555-0143,12/10/1985,Female,US,Engineering,New York,,Employee - Full Time (W-2),01/02/2020,,Active',
  '2,Bob,Bobby,(Ex) Stone,bob@acme.example,,,Male,US,No Department,Remote (work from home),Ada Lovelace,U.S. Contractor or Consultant (1099),03/01/2021,,Active',
  '3,Tess,,Books,tess@books.example,,,,,No Department,,,3rd Party Admin / Accountant,01/01/2020,,Active',
  '',
].join('\n');
const WORK_HISTORY = [
  'Work ID,First Name,Last Name,Work Email,Effective Date,Job Title,Member Type,Pay Type,Pay Rate,Pay Frequency,FLSA Status',
  '1,Ada,Lovelace,ada@acme.example,01/02/2020,Engineer,Employee - Full Time (W-2),Salary,85000.00,Semimonthly,Exempt',
  '2,Bob,(Ex) Stone,bob@acme.example,03/01/2021,Writer,U.S. Contractor or Consultant (1099),Hourly,28.55,Weekly,Non-exempt',
  '',
].join('\n');

/** A site where the account signs in and every permission is granted. */
export function createEmployerScript(reports: { census?: string; workHistory?: string } = {}): ScriptedSite {
  const site = createScriptedSite();
  const isSignedIn = (request: SeenRequest) =>
    request.headers['cookie']?.includes('_justworks_session=in') ?? false;
  const inside = (answer: ReturnType<typeof page>) => (request: SeenRequest) =>
    isSignedIn(request) ? answer : redirect('/login');
  const shown = (hydration: Record<string, unknown>) =>
    inside(page({ currentCompany: COMPANY, ...hydration }));
  return site
    .on('GET /login', loginPage())
    .on('POST /login', redirect('/tfa', '_justworks_session=half; HttpOnly; Path=/'))
    .on('GET /tfa', page({ tfaInfo: { method: 'app' } }))
    .on('POST /tfa', redirect('/dashboard', '_justworks_session=in; HttpOnly; Path=/'))
    .on('GET /dashboard', shown({}))
    .on(
      'GET /settings/company',
      shown({
        company: {
          ...COMPANY,
          legal_name: 'Acme Inc.',
          display_name: 'Acme',
          ein: '12-3456789',
          phone: null,
        },
      }),
    )
    .on(
      'GET /settings/offices',
      shown({ offices: [{ id: 'o1', name: 'New York', city: 'New York', country: 'US' }] }),
    )
    .on('GET /settings/departments', shown({ departments: [{ id: 'd1', name: 'engineering' }] }))
    .on('GET /members/contractors', shown({ contractors: [] }))
    .on('GET /directory', shown({ directory: [{ id: 'm1' }, { id: 'm2' }] }))
    .on('GET /reports/request', shown({}))
    .on('POST /reports/request', ({ form }) => redirect(`/reports/${form['report_type']}`))
    .on('GET /reports/employee_census', reportPage('/reports/employee_census/file'))
    .on('GET /reports/work_history', reportPage('/reports/work_history/file'))
    .on('GET /reports/employee_census/file', csv(reports.census ?? CENSUS))
    .on('GET /reports/work_history/file', csv(reports.workHistory ?? WORK_HISTORY));
}

export function reportPage(url: string) {
  return page({ report: { id: 'r', status: 'ready', download_url: url } }, 'Report successfully generated');
}

export function createContext(
  http: ScriptedSite,
  overrides: Partial<ConnectorContext> = {},
): ConnectorContext {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  return { http, clock: { now: () => NOW }, log, signal: new AbortController().signal, ...overrides };
}

export interface ScriptedAccount extends RemoteAccount {
  saved: string | null;
  steps: number[];
}

export function createAccount(overrides: Partial<RemoteAccount> = {}): ScriptedAccount {
  const account: ScriptedAccount = {
    method: 'service_account',
    companyId: null,
    spend: () => Promise.resolve(),
    userName: 'service@muster.example',
    password: 'correct horse battery',
    authenticatorSecret: SECRET,
    saved: null,
    steps: [],
    loadRemoteSession: () => Promise.resolve(account.saved),
    saveRemoteSession(state) {
      account.saved = state;
      return Promise.resolve();
    },
    claimCodeStep(step) {
      const isFree = account.steps.every((used) => used < step);
      if (isFree) account.steps.push(step);
      return Promise.resolve(isFree);
    },
    ...overrides,
  };
  return account;
}
