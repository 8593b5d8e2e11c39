import { describe, expect, it } from 'vitest';
import type { KnownSource, SnapshotItem, SnapshotModel } from '../../hris/snapshot.ts';
import {
  CENSUS,
  COMPANY,
  createAccount,
  createContext,
  createEmployerScript,
} from '../../../test/support/justworks/employer-script.ts';
import { page, redirect, type ScriptedSite } from '../../../test/support/justworks/scripted-site.ts';
import { ConnectorError } from '../errors.ts';
import { openRemoteSession } from './open-remote-session.ts';
import { createSite } from './web/site.ts';

const site = createSite({ poll: { intervalMs: 0 } });
const REFUSED = { ...page({ missingPermission: { message: 'no' } }), status: 403 };
const EVERYTHING = ['company', 'location', 'group', 'team', 'employee', 'employment'];

interface Options {
  required?: string[];
  models?: SnapshotModel[];
  known?: KnownSource;
}

async function read(http: ScriptedSite, { required, models, known }: Options = {}) {
  const session = await openRemoteSession(site, createContext(http), createAccount(), required);
  const reading = session.readRoster({
    timeZone: 'America/New_York',
    known: known ? [known] : [],
    ...(models === undefined ? {} : { models }),
  });
  const items: SnapshotItem[] = [];
  for await (const item of reading.items) if (item.model !== 'seen') items.push(item);
  return { items, summary: reading.summary(), models: [...new Set(items.map(({ model }) => model))].sort() };
}

/** A site whose report form refuses one report. */
function withoutReport(...refused: string[]) {
  return createEmployerScript().on('GET /reports/request', ({ url }) =>
    refused.includes(url.searchParams.get('report_type')!) ? REFUSED : page({ currentCompany: COMPANY }),
  );
}

describe('what is read on when a permission is gone', () => {
  it('is everything while none is', async () => {
    const { summary } = await read(createEmployerScript());
    expect(summary).toMatchObject({ coveredModels: EVERYTHING, missingCapabilities: [] });
  });

  it('is people without the settings; what hangs on the settings is kept', async () => {
    const { items, summary, models } = await read(
      createEmployerScript().on('GET /settings/company', REFUSED),
    );
    expect(summary).toMatchObject({
      coveredModels: ['employee', 'employment'],
      missingCapabilities: ['company_settings'],
    });
    expect(models).toEqual(['employee', 'employment']);
    for (const item of items.filter(({ model }) => model === 'employee')) {
      expect(item.keptFields).toEqual(
        expect.arrayContaining(['company', 'work_location', 'home_location', 'groups', 'team']),
      );
    }
  });

  it('is people without their employments', async () => {
    const { items, summary, models } = await read(withoutReport('work_history'));
    expect(summary).toMatchObject({
      coveredModels: EVERYTHING.filter((model) => model !== 'employment'),
      missingCapabilities: ['work_history'],
    });
    expect(models).not.toContain('employment');
    const people = items.filter(({ model }) => model === 'employee');
    expect(people.length).toBeGreaterThan(0);
    expect(people.every(({ keptFields }) => keptFields?.includes('employments'))).toBe(true);
  });

  it('is the company without the census, and nothing of people', async () => {
    const http = withoutReport('employee_census');
    const { summary, models } = await read(http);
    expect(summary).toMatchObject({ coveredModels: ['company'], missingCapabilities: ['employee_census'] });
    expect(models).not.toContain('employee');
    expect(models).not.toContain('employment');
    expect(http.count('GET /reports/work_history')).toBe(0);
    const both = await read(withoutReport('employee_census', 'work_history'));
    expect(both.summary.missingCapabilities).toEqual(['employee_census', 'work_history']);
  });

  it.each([
    [undefined, withoutReport('employee_census').on('GET /settings/company', REFUSED)],
    [['employee_census'], withoutReport('employee_census')],
    [[], withoutReport('employee_census').on('GET /settings/company', REFUSED)],
  ])('is nothing when all of %j is lost', async (required, http) => {
    await expect(read(http, required === undefined ? {} : { required })).rejects.toMatchObject({
      code: 'permission_missing',
    });
  });

  it('is another source than the whole one, and the same one again', async () => {
    const whole = await read(createEmployerScript());
    const lost = await read(withoutReport('work_history'), { known: whole.summary });
    expect(lost.summary.isUnchanged).toBe(false);
    const again = await read(withoutReport('work_history'), { known: lost.summary });
    expect(again.summary).toMatchObject({ isUnchanged: true, missingCapabilities: ['work_history'] });
    const back = await read(createEmployerScript(), { known: again.summary });
    expect(back.summary).toMatchObject({ isUnchanged: false, missingCapabilities: [] });
  });

  it('renews a remote session that ended instead of calling the permission lost', async () => {
    const http = createEmployerScript().on(
      'GET /settings/company',
      redirect('/login'),
      page({ currentCompany: COMPANY, company: { ...COMPANY } }),
    );
    expect((await read(http)).summary.missingCapabilities).toEqual([]);
    expect(http.count('POST /login')).toBe(2);
  });
});

describe('the budget', () => {
  it('is asked for the sign-in and for each report, and stops the reading when it is spent', async () => {
    const spent: string[] = [];
    const spend = (what: 'sign_in' | 'report') => {
      spent.push(what);
      const isOver = spent.filter((each) => each === 'report').length > 1;
      return isOver
        ? Promise.reject(new ConnectorError('budget_spent', 'No more today.'))
        : Promise.resolve();
    };
    const http = createEmployerScript();
    const session = await openRemoteSession(site, createContext(http), createAccount({ spend }));
    const reading = session.readRoster({ timeZone: 'America/New_York', known: [] });
    const first = reading.items[Symbol.asyncIterator]().next();
    await expect(first).rejects.toMatchObject({ code: 'budget_spent' });
    expect(spent).toEqual(['sign_in', 'report', 'report']);
    expect(http.count('POST /reports/request')).toBe(1);
  });
});

describe('reading for some models only', () => {
  it('asks for nothing else', async () => {
    const http = createEmployerScript();
    const { models, summary } = await read(http, { models: ['company', 'location', 'group'] });
    expect(models).toEqual(['company', 'group', 'location', 'team']);
    expect(summary.coveredModels).toEqual(['company']);
    expect(http.count('GET /reports/request')).toBe(0);
    const people = createEmployerScript();
    expect((await read(people, { models: ['employee'] })).models).toContain('employee');
    expect(people.count('GET /settings/company')).toBe(0);
    expect(people.count('GET /reports/work_history')).toBe(0);
  });
});

describe('contractors that the census leaves out', () => {
  const ENTRY = {
    id: 'c1',
    work_id: '77',
    first_name: 'Cleo',
    last_name: 'Marsh',
    work_email: 'Cleo@acme.example',
    title: 'Illustrator',
    department: 'Design',
    start_date: '2024-05-06',
    status: 'Active',
    member_type: 'U.S. Contractor or Consultant (1099)',
  };
  const apart = CENSUS.split('\n')
    .filter((line) => !line.includes('1099'))
    .join('\n');
  const withPage = (census: string, answer = page({ currentCompany: COMPANY, contractors: [ENTRY] })) =>
    createEmployerScript({ census }).on('GET /members/contractors', answer);
  const isCleo = (item: SnapshotItem) => 'person' in item && item.person.workId === '77';

  it('are read from the page of their own: a person and one employment without pay', async () => {
    const { items, summary } = await read(withPage(apart));
    const [person, work] = ['employee', 'employment'].map((model) =>
      items.find((item) => item.model === model && isCleo(item)),
    );
    expect(person).toMatchObject({
      person: { workEmail: 'cleo@acme.example', nameKey: 'cleo marsh' },
      fields: { employee_number: '77', employment_status: 'ACTIVE', start_date: '2024-05-06T00:00:00Z' },
      refs: { groups: ['department:design'] },
      remoteData: [{ path: '/members/contractors', data: { title: 'Illustrator' } }],
    });
    expect(person?.keptFields).toContain('date_of_birth');
    expect(work).toMatchObject({
      effectiveDate: '2024-05-06',
      fields: { job_title: 'Illustrator', employment_type: 'CONTRACTOR', pay_rate: null },
    });
    expect(work?.keptFields).toContain('pay_rate');
    expect(items.some((item) => item.model === 'group' && item.sourceKey === 'department:design')).toBe(true);
    expect(summary.notices).toEqual([]);
  });

  it('are left to a census that has contractors', async () => {
    expect((await read(withPage(CENSUS))).items.some(isCleo)).toBe(false);
  });

  it.each([
    ['the work e-mail', { work_id: '78', work_email: 'ADA@acme.example' }, []],
    ['the Work ID', { work_id: '1', work_email: null }, []],
    [
      'no more than a name',
      { work_id: '78', work_email: null, first_name: 'Ada', last_name: 'Lovelace' },
      ['78'],
    ],
  ])(
    'are not taken twice when the census shows %s without saying what they are',
    async (_what, signals, extra) => {
      const contractors = page({ currentCompany: COMPANY, contractors: [{ ...ENTRY, ...signals }] });
      const { items } = await read(withPage(apart, contractors));
      const ids = items.flatMap((item) => (item.model === 'employee' ? [item.person.workId] : []));
      expect(ids).toEqual(['1', ...extra]);
    },
  );

  it.each([
    ['is refused', REFUSED],
    ['does not exist', { ...page({}), status: 404 }],
    ['looks otherwise', page({ currentCompany: COMPANY, contractors: [{ name: 'x' }] })],
  ])('are told to be missing when the page %s', async (_name, answer) => {
    const { summary } = await read(withPage(apart, answer));
    expect(summary.notices).toMatchObject([{ code: 'contractors_not_covered', subject: 'contractors' }]);
    expect((await read(withPage(CENSUS, answer))).summary.notices).toEqual([]);
  });

  it('stop the reading when one has a date that is none', async () => {
    const contractors = [{ ...ENTRY, start_date: '2024-02-31' }];
    const http = withPage(apart, page({ currentCompany: COMPANY, contractors }));
    await expect(read(http)).rejects.toMatchObject({ code: 'unexpected_page', subject: 'contractors' });
  });

  it('change the source hash', async () => {
    const first = await read(withPage(apart));
    const contractors = [{ ...ENTRY, title: 'Painter' }];
    const changed = page({ currentCompany: COMPANY, contractors });
    const second = await read(withPage(apart, changed), { known: first.summary });
    expect(second.summary.isUnchanged).toBe(false);
  });
});
