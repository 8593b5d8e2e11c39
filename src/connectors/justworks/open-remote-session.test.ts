import { describe, expect, it } from 'vitest';
import type { ReadItem, SnapshotItem } from '../../hris/snapshot.ts';
import {
  CENSUS,
  CENSUS_HEADER,
  COMPANY,
  createAccount,
  createContext,
  createEmployerScript,
  NOW,
} from '../../../test/support/justworks/employer-script.ts';
import {
  csv,
  loginPage,
  page,
  redirect,
  type ScriptedSite,
} from '../../../test/support/justworks/scripted-site.ts';
import type { ReadRosterOptions } from '../contract.ts';
import { createJustworksConnector } from './index.ts';

const connector = createJustworksConnector({ site: { poll: { intervalMs: 0, attempts: 3 } } });
const CENSUS_FILE = 'GET /reports/employee_census/file';

async function openSession(http: ScriptedSite, now = NOW, account = createAccount()) {
  return connector.openRemoteSession(createContext(http, { clock: { now: () => now } }), account);
}

async function read(http: ScriptedSite, options: Partial<ReadRosterOptions> = {}, now = NOW) {
  const session = await openSession(http, now);
  const reading = session.readRoster({ timeZone: 'America/New_York', known: [], ...options });
  return { items: await readToEnd(reading.items), summary: reading.summary() };
}

async function readToEnd(items: AsyncIterable<ReadItem>): Promise<SnapshotItem[]> {
  const seen: SnapshotItem[] = [];
  for await (const item of items) if (item.model !== 'seen') seen.push(item);
  return seen;
}

describe('openRemoteSession', () => {
  it('goes on with the saved remote session', async () => {
    const account = createAccount();
    const http = createEmployerScript();
    await openSession(http, NOW, account);
    const session = await openSession(http, NOW, account);
    expect(await session.readCompany()).toEqual({ remoteCompanyId: COMPANY.id, name: 'Acme' });
    expect(await session.readTaxId()).toBe('12-3456789');
    expect(http.count('POST /login')).toBe(1);
  });

  it('signs in again when the saved one has ended', async () => {
    const account = createAccount();
    account.saved = '{"cookies":[]}';
    const http = createEmployerScript();
    const session = await openSession(http, NOW, account);
    expect(await session.readCompany()).toMatchObject({ remoteCompanyId: COMPANY.id });
    expect(http.count('POST /login')).toBe(1);
  });

  it('does not sign in when the source is only away', async () => {
    const account = createAccount();
    account.saved = '{"cookies":[]}';
    const http = createEmployerScript().on('GET /dashboard', { status: 503 });
    await expect(openSession(http, NOW, account)).rejects.toMatchObject({ code: 'source_unavailable' });
    expect(http.count('POST /login')).toBe(0);
    expect(account.saved).not.toBeNull();
  });
});

describe('probe', () => {
  it.each([
    ['company_settings', 'GET /settings/company'],
    ['employee_census', 'GET /reports/request'],
    ['work_history', 'GET /reports/request'],
  ])('tells whether %s is granted, by looking only', async (capability, request) => {
    const http = createEmployerScript();
    const session = await openSession(http);
    const before = http.requests.length;
    expect(await session.probe(capability)).toBe('granted');
    http.on(request, { ...page({ missingPermission: { message: 'no' } }), status: 403 });
    expect(await session.probe(capability)).toBe('missing');
    http.on(request, { ...page({}), status: 404 });
    expect(await session.probe(capability)).toBe('unknown');
    http.on(request, { status: 500 });
    await expect(session.probe(capability)).rejects.toMatchObject({ code: 'source_unavailable' });
    expect(http.requests.slice(before).every(({ method }) => method === 'GET')).toBe(true);
  });

  it('has a probe for every capability', async () => {
    const session = await openSession(createEmployerScript());
    for (const { capability } of connector.capabilitiesOf('service_account'))
      expect(await session.probe(capability)).toBe('granted');
    await expect(session.probe('payroll')).rejects.toThrow('no capability "payroll"');
  });
});

describe('readRoster', () => {
  it('gives company, places, people and employments', async () => {
    const { items, summary } = await read(createEmployerScript());
    expect(
      items.map((item) => ('sourceKey' in item ? item.sourceKey : `${item.model}:${item.person.workId}`)),
    ).toEqual([
      'company',
      'office:new york',
      'department:engineering',
      'department:engineering',
      'employment:1',
      'employment:2',
      'employee:1',
      'employee:2',
    ]);
    expect(summary).toMatchObject({
      isUnchanged: false,
      unknownWords: [],
      reports: [
        {
          report: 'employee_census',
          columns: CENSUS_HEADER.split(','),
          unknownColumns: [],
          endsWithNewline: true,
          rowCount: 3,
        },
        { report: 'work_history', unknownColumns: [], endsWithNewline: true, rowCount: 2 },
      ],
    });
  });

  it('adds departments and offices that only people name', async () => {
    const row =
      '9,Eve,,Moon,eve@acme.example,,,,,Research,Lab,,,,,Active\n8,Ivy,,Sun,ivy@acme.example,,,,,RESEARCH,lab,,,,,Active\n';
    const { items } = await read(createEmployerScript({ census: CENSUS + row }));
    const places = items.filter((item) => item.model === 'group' || item.model === 'location');
    expect(places.map(({ sourceKey, remoteId }) => [sourceKey, remoteId])).toEqual([
      ['office:new york', 'o1'],
      ['department:engineering', 'd1'],
      ['office:lab', null],
      ['department:research', null],
    ]);
  });

  it('gives who has no row in the work history one employment, as the census has it', async () => {
    const census = `${CENSUS}9,Eve,,Moon,eve@acme.example,,,,,,,,Employee - Part Time (W-2),04/01/2026,,Active\n`;
    const { items } = await read(createEmployerScript({ census }));
    const employments = items.filter((item) => item.model === 'employment');
    expect(employments.map(({ person, effectiveDate }) => [person.workId, effectiveDate])).toEqual([
      ['1', '2020-01-02'],
      ['2', '2021-03-01'],
      ['9', '2026-04-01'],
    ]);
    expect(employments[2]?.fields).toMatchObject({ employment_type: 'PART_TIME', pay_rate: null });
  });

  it('tells of two departments of one name', async () => {
    const departments = [
      { id: 'd1', name: 'Sales' },
      { id: 'd2', name: 'sales' },
    ];
    const { summary } = await read(
      createEmployerScript().on('GET /settings/departments', page({ departments })),
    );
    expect(summary.notices).toContainEqual(
      expect.objectContaining({ code: 'place_name_repeated', subject: 'departments' }),
    );
  });

  it('ends before anything is parsed when nothing changed', async () => {
    const first = await read(createEmployerScript());
    const again = await read(createEmployerScript(), { known: [first.summary] });
    expect(again.items).toEqual([]);
    expect(again.summary).toEqual({
      sourceHash: first.summary.sourceHash,
      rowsDigest: first.summary.rowsDigest,
      isUnchanged: true,
      reports: [],
      unknownWords: [],
      coveredModels: ['company', 'location', 'group', 'team', 'employee', 'employment'],
      missingCapabilities: [],
      provenCapabilities: ['company_settings', 'employee_census', 'work_history'],
      failures: [],
    });
  });

  it.each([
    ['a cell', createEmployerScript({ census: CENSUS.replace('Bobby', 'Rob') })],
    [
      'the settings',
      createEmployerScript().on(
        'GET /settings/departments',
        page({ departments: [{ id: 'd1', name: 'Engine' }] }),
      ),
    ],
  ])('notices a change of %s', async (_name, http) => {
    const { summary } = await read(createEmployerScript());
    expect((await read(http, { known: [summary] })).summary.isUnchanged).toBe(false);
  });

  it('says what the source says, whatever day it is', async () => {
    const census = CENSUS.replace(/,Active/g, ',').replace('01/02/2020', '01/02/2030');
    const first = await read(createEmployerScript({ census }));
    const statuses = first.items.flatMap((item) =>
      item.model === 'employee' ? [item.fields.employment_status] : [],
    );
    expect(statuses).toEqual(['ACTIVE', 'ACTIVE']);
    const tomorrow = new Date(NOW.getTime() + 86_400_000);
    const again = await read(createEmployerScript({ census }), { known: [first.summary] }, tomorrow);
    expect(again.summary.isUnchanged).toBe(true);
  });

  it('asks for each page once: the dashboard, the settings, and no form for a capability', async () => {
    const http = createEmployerScript();
    const session = await openSession(http);
    await session.readCompany();
    await readToEnd(session.readRoster({ timeZone: 'UTC', known: [] }).items);
    const asked = http.requests
      .filter(({ method }) => method === 'GET')
      .map(({ url }) => `${url.pathname}${url.search}`);
    expect(asked.filter((path, place) => asked.indexOf(path) !== place)).toEqual([]);
  });

  it.each([
    [
      'a day that does not exist',
      CENSUS.replace('01/02/2020', '02/30/2020'),
      'report_malformed',
      'Row 2: no date stands in the column "Start Date".',
    ],
    ['nobody in a row', `${CENSUS},,,,,,,,,,,,,,,\n`, 'report_malformed', 'Row 5: nothing names the person.'],
    [
      'no work e-mail column',
      CENSUS.replace('Work Email', 'Badge'),
      'report_column_missing',
      'The report lacks the column "Work Email".',
    ],
    ['a cut end', CENSUS.slice(0, -60), 'report_cut', 'The report ends in the middle of a record.'],
    ['nothing', '', 'report_empty', 'The report holds no record.'],
  ])('stops at %s and never comes to its end', async (_name, census, code, message) => {
    const session = await openSession(createEmployerScript({ census }));
    const reading = session.readRoster({ timeZone: 'UTC', known: [] });
    await expect(readToEnd(reading.items)).rejects.toMatchObject({
      code,
      message,
      subject: 'employee_census',
    });
    expect(() => reading.summary()).toThrow('not read to their end');
  });

  it('renews the remote session once when the login page stands where the report should', async () => {
    const http = createEmployerScript().on(CENSUS_FILE, loginPage(), csv(CENSUS));
    const { items } = await read(http);
    expect(items).toHaveLength(8);
    expect(http.count('POST /login')).toBe(2);
  });

  it('does not argue with a source that goes on showing its login page', async () => {
    const http = createEmployerScript().on(CENSUS_FILE, redirect('/login'));
    await expect(read(http)).rejects.toMatchObject({ code: 'signed_out' });
    expect(http.count('POST /login')).toBe(2);
  });

  it('reports columns and words that it does not know', async () => {
    const census = CENSUS.replace('Gender', 'Shoe Size').replace(/Active/, 'Asleep');
    const { summary } = await read(createEmployerScript({ census }));
    expect(summary.reports[0]?.unknownColumns).toEqual(['Shoe Size']);
    expect(summary.unknownWords).toEqual([{ field: 'employment_status', shape: 'Aaaaaa', count: 1 }]);
  });
});
