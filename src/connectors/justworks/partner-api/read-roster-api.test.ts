import { describe, expect, it } from 'vitest';
import { members, of, read } from '../../../../test/support/justworks/read-api-roster.ts';
import { createApiScript } from '../../../../test/support/justworks/scripted-api.ts';

describe('the roster', () => {
  it('gives each model in the order in which records name each other', async () => {
    const { items, summary } = await read();
    expect(items.map(({ model }) => model)).toEqual([
      'company',
      'location',
      'group',
      'team',
      'pay_group',
      'payroll_run',
      'employee',
      'employment',
      'employee_payroll_run',
      'time_off',
      'time_off_balance',
    ]);
    expect(summary).toMatchObject({
      isUnchanged: false,
      unknownWords: [],
      missingCapabilities: [],
      notices: [],
    });
    expect(new Set(summary.coveredModels)).toEqual(new Set(items.map(({ model }) => model)));
  });

  it('maps a person', async () => {
    const { items } = await read();
    const [employee] = of(items, 'employee');
    expect(employee).toMatchObject({
      remoteId: 'm1',
      person: { remoteId: 'm1', workId: '1', workEmail: 'ada@acme.example', nameKey: 'ada lovelace' },
      fields: {
        employee_number: '1',
        last_name: 'Lovelace',
        display_full_name: 'Countess Lovelace',
        personal_email: 'ada@home.example',
        mobile_phone_number: '+12125550143',
        date_of_birth: '1985-12-10T00:00:00Z',
        start_date: '2020-01-02T00:00:00Z',
        employment_status: 'ACTIVE',
        gender: null,
        ssn: null,
      },
      refs: {
        workLocation: 'office:new york',
        groups: ['department:engineering'],
        team: 'department:engineering',
        payGroup: 'pay_group:semimonthly',
        manager: null,
        homeLocation: { street_1: '1 Main Street', country: 'US', location_type: 'HOME' },
      },
    });
  });

  it('maps money, time off and what is left of it', async () => {
    const { items } = await read();
    expect(of(items, 'employment')[0]).toMatchObject({
      effectiveDate: '2020-01-02',
      fields: {
        job_title: 'Engineer',
        pay_rate: 85_000,
        pay_period: 'YEAR',
        pay_frequency: 'SEMIMONTHLY',
        pay_currency: 'USD',
        flsa_status: 'NONEXEMPT',
        employment_type: 'FULL_TIME',
      },
      enumOrigins: { flsa_status: 'non_exempt', employment_type: 'full_time' },
    });
    expect(of(items, 'payroll_run')[0]!.fields).toEqual({
      run_state: null,
      run_type: null,
      start_date: '2026-11-01T00:00:00Z',
      end_date: '2026-11-15T00:00:00Z',
      check_date: '2026-11-15T00:00:00Z',
    });
    expect(of(items, 'employee_payroll_run')[0]).toMatchObject({
      person: { remoteId: 'm1' },
      refs: { payrollRun: 'payroll_run:p1' },
      fields: {
        gross_pay: 3541.67,
        net_pay: 2541.67,
        earnings: [{ amount: 3541.67, type: 'SALARY' }],
        deductions: [
          { name: 'Medical', employee_deduction: 400, company_deduction: 200 },
          { name: '401(k) match', employee_deduction: null, company_deduction: 70 },
        ],
        taxes: [
          { name: 'Federal Income Tax', amount: 600, employer_tax: false },
          { name: 'Medicare', amount: 50, employer_tax: true },
        ],
      },
    });
    expect(of(items, 'time_off')[0]!.fields).toEqual({
      status: 'DECLINED',
      employee_note: null,
      units: 'HOURS',
      amount: 12.5,
      request_type: 'VACATION',
      start_time: '2026-12-24T00:00:00Z',
      end_time: '2026-12-28T00:00:00Z',
    });
    expect(of(items, 'time_off_balance')[0]!.fields).toEqual({
      balance: 80,
      used: 40,
      policy_type: 'VACATION',
    });
  });

  it('reads a member of whom next to nothing is said', async () => {
    const { items } = await read(createApiScript([{ id: 'm2', emails: [], phones: [], addresses: [] }]));
    expect(of(items, 'employee')[0]).toMatchObject({
      person: { remoteId: 'm2', workId: null, workEmail: null, nameKey: null, birthDate: null },
      fields: { first_name: null, work_email: null, employment_status: null, start_date: null },
      refs: { workLocation: null, groups: [], team: null, manager: null, homeLocation: null },
    });
    expect(of(items, 'employment')).toEqual([]);
  });

  it('leaves out who is no person of the employer', async () => {
    const { items } = await read(
      members(
        {},
        { id: 'a', type: 'third_party_admin' },
        { id: 'v', type: 'vendor' },
        { id: 'c', type: 'contractor' },
      ),
    );
    expect(of(items, 'employee').map(({ remoteId }) => remoteId)).toEqual(['m1', 'c']);
  });

  it('tells who has left, and calls nobody else anything but active', async () => {
    const { items } = await read(
      members(
        { id: 'later', employment_start_date: '2026-11-21' },
        { id: 'today', employment_start_date: '2026-11-20' },
        { id: 'gone', active: false, employment_termination_date: '2026-11-19' },
        { id: 'leaving', employment_termination_date: '2026-12-01' },
      ),
    );
    expect(of(items, 'employee').map(({ fields }) => fields.employment_status)).toEqual([
      'ACTIVE',
      'ACTIVE',
      'INACTIVE',
      'ACTIVE',
    ]);
  });

  it('unites the history of jobs with the history of pay', async () => {
    const pay = (effective_date: string, amount: number, currency = 'USD') => {
      return { effective_date, amount, currency, pay_type: 'hourly' };
    };
    const job = (effective_date: string, job_title: string, classification: string) => {
      return { effective_date, job_title, country_data: { US: { classification } } };
    };
    const { items } = await read(
      members({
        employment_history: [
          job('2022-05-01', 'Lead', 'full_time'),
          job('2020-01-01', 'Junior', 'contractor'),
        ],
        pay_history: [pay('2020-01-01', 2855), pay('2021-01-01', 5000, 'JPY')],
        current_pay_frequency: 'weekly',
      }),
    );
    const seen = of(items, 'employment').map(({ effectiveDate, fields }) => [
      effectiveDate,
      fields.job_title,
      fields.employment_type,
      fields.pay_rate,
      fields.pay_currency,
      fields.pay_frequency,
    ]);
    expect(seen).toEqual([
      ['2020-01-01', 'Junior', 'CONTRACTOR', 28.55, 'USD', null],
      ['2021-01-01', 'Junior', 'CONTRACTOR', 5000, 'JPY', 'WEEKLY'],
      ['2022-05-01', 'Lead', 'FULL_TIME', 5000, 'JPY', 'WEEKLY'],
    ]);
  });

  it('dates from the start what carries no day of its own', async () => {
    const { items } = await read(
      members({ employment_history: [], current_employment: { job_title: 'Writer' }, pay_history: [] }),
    );
    expect(of(items, 'employment')).toMatchObject([
      { effectiveDate: '2020-01-02', fields: { job_title: 'Writer', pay_rate: null, pay_currency: null } },
    ]);
  });

  it('reports words that nobody has met by their shape', async () => {
    const { summary } = await read(
      members({ employment_history: [{ country_data: { FR: { classification: 'Cadre' } } }] }),
    );
    expect(summary.unknownWords).toEqual([{ field: 'employment_type', shape: 'Aaaaa', count: 1 }]);
  });

  it('keeps the lines of paystubs that it does not read again', async () => {
    const http = createApiScript();
    const { items } = await read(http, { description: { windows: { paystubDetailDaysBack: 4 } } });
    expect(of(items, 'employee_payroll_run')[0]).toMatchObject({
      fields: { gross_pay: 3541.67, earnings: null, deductions: null, taxes: null },
      keptFields: ['earnings', 'deductions', 'taxes'],
    });
    expect(http.count('GET /v1/paystubs/s1')).toBe(0);
  });
});

describe('a reading of some models', () => {
  it('asks for nothing else', async () => {
    const http = createApiScript();
    const models = ['company', 'location', 'group', 'team', 'employee', 'employment'] as const;
    const { items, summary } = await read(http, { options: { models } });
    expect(new Set(http.requests.map(({ url }) => url.pathname))).toEqual(
      new Set(['/v1/company', '/v1/members']),
    );
    expect(summary.coveredModels).toEqual(models);
    expect(of(items, 'employee')[0]!.keptFields).toContain('pay_group');
  });
});
