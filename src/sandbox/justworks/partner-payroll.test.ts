import { expect, test } from 'vitest';
import { payRunsBetween } from './company/payroll-calendar.ts';
import { APP, PartnerClient } from './test-support/partner-client.ts';
import { startTestSandbox } from './test-support/test-sandbox.ts';

interface Payroll {
  id: string;
  pay_date: string;
  debit_date: string;
  gross_pay: number;
  net_pay: number;
  employee_taxes: number;
  employer_taxes: number;
  company_debit: number;
}

interface Line {
  type: string;
  category: string;
  amount: number;
}

interface Paystub {
  paystub_id: string;
  member_id: string;
  pay_group: string;
  gross_pay: number;
  net_pay: number;
  earnings: Line[];
  employee_deductions: Line[];
  employer_contributions: Line[];
}

const sum = (lines: Line[], category?: string) =>
  lines
    .filter((line) => category === undefined || line.category === category)
    .reduce((total, line) => total + line.amount, 0);

test('pay days follow the frequency and move before weekends and holidays', () => {
  const datesOf = (group: Parameters<typeof payRunsBetween>[0], from: string, to: string) =>
    payRunsBetween(group, from, to).map(({ payDate }) => payDate);
  expect(datesOf('Semimonthly', '2026-02-01', '2026-03-31')).toEqual([
    '2026-02-13', // the 15th is a Sunday
    '2026-02-27', // the 28th is a Saturday
    '2026-03-13',
    '2026-03-31',
  ]);
  expect(datesOf('Biweekly', '2026-06-01', '2026-07-31')).toEqual([
    '2026-06-05',
    '2026-06-18', // Friday the 19th is a holiday
    '2026-07-03',
    '2026-07-17',
    '2026-07-31',
  ]);
  expect(datesOf('Weekly', '2026-12-20', '2027-01-02')).toEqual(['2026-12-24', '2026-12-31']);
  expect(payRunsBetween('Weekly', '2026-03-06', '2026-03-06')).toEqual([
    {
      group: 'Weekly',
      payDate: '2026-03-06',
      debitDate: '2026-03-04',
      periodStart: '2026-02-22',
      periodEnd: '2026-02-28',
    },
  ]);
  expect(datesOf('Semimonthly', '2025-01-01', '2025-12-31')).toHaveLength(24);
  expect(datesOf('Biweekly', '2025-01-01', '2025-12-31')).toHaveLength(26);
});

test('the sums of a payroll are those of its paystubs, and each paystub adds up', async () => {
  await using site = await startTestSandbox({ oauthApps: [APP] });
  const client = new PartnerClient(site.sandbox);
  await client.connect();
  const payrolls = (await client.all(
    '/v1/payrolls?start_date=2026-01-01&end_date=2026-02-28&limit=3',
  )) as unknown as Payroll[];
  expect(payrolls.map(({ pay_date }) => pay_date)).toEqual(payrolls.map(({ pay_date }) => pay_date).sort());
  const groups = new Set<string>();
  for (const payroll of payrolls) {
    const summaries = (await client.all(
      `/v1/payrolls/${payroll.id}/paystubs?limit=6`,
    )) as unknown as Paystub[];
    const paystubs: Paystub[] = [];
    for (const { paystub_id: id } of summaries) {
      paystubs.push((await client.get(`/v1/paystubs/${id}`)).json as unknown as Paystub);
    }
    for (const paystub of paystubs) {
      groups.add(paystub.pay_group);
      expect(paystub.net_pay).toBe(sum(paystub.earnings) - sum(paystub.employee_deductions));
      expect(paystub.gross_pay).toBe(sum(paystub.earnings) - sum(paystub.earnings, 'reimbursement'));
      if (paystub.pay_group === 'Contractors') expect(paystub.employee_deductions).toEqual([]);
    }
    const total = (of: (paystub: Paystub) => number) => paystubs.reduce((all, one) => all + of(one), 0);
    expect(payroll).toMatchObject({
      gross_pay: total((one) => one.gross_pay),
      net_pay: total((one) => one.net_pay),
      employee_taxes: total((one) => sum(one.employee_deductions, 'tax')),
      employer_taxes: total((one) => sum(one.employer_contributions, 'tax')),
      company_debit: total((one) => sum(one.earnings) + sum(one.employer_contributions)),
    });
    expect(await client.all(`/v1/payrolls/${payroll.id}/fees`)).toHaveLength(paystubs.length);
  }
  expect([...groups].sort()).toEqual(['Biweekly', 'Contractors', 'Semimonthly']);
});

test('a payroll appears on its debit date; who has gone is paid for the days worked and then no more', async () => {
  await using site = await startTestSandbox({ oauthApps: [APP] });
  const client = new PartnerClient(site.sandbox);
  await client.connect();
  const { control } = site.sandbox;
  const payDates = async () =>
    (await client.all('/v1/payrolls?start_date=2026-03-01&end_date=2026-04-30')).map(
      (one) => one['pay_date'],
    );
  // March 10: the biweekly pay day of the 13th and the semimonthly one of that day are two business days ahead.
  expect(await payDates()).not.toContain('2026-03-13');
  site.clock.advance(86_400_000);
  await client.connect();
  expect(await payDates()).toContain('2026-03-13');

  const leaver = control
    .state()
    .members.find(
      ({ payType, terminationDate, startDate }) =>
        payType === 'Salary' && terminationDate === null && startDate < '2026-01-01',
    )!;
  control.terminate(leaver.id, { date: '2026-03-06' });
  const paystubIn = async (run: string) => client.get(`/v1/paystubs/paystub_${run}_semimonthly_${leaver.id}`);
  const [before, partial] = [await paystubIn('20260227'), await paystubIn('20260313')];
  const grossOf = ({ json }: { json: Record<string, unknown> }) => json['gross_pay'] as number;
  expect(before.status).toBe(200);
  // Five of the ten working days from March 1 to 15.
  expect(Math.abs(2 * grossOf(partial) - grossOf(before))).toBeLessThanOrEqual(1);
  site.clock.advance(40 * 86_400_000);
  await client.connect();
  expect((await paystubIn('20260331')).status).toBe(404);
});

test('what is no payroll, no day and no paystub is refused', async () => {
  await using site = await startTestSandbox({ oauthApps: [APP] });
  const client = new PartnerClient(site.sandbox);
  await client.connect();
  const statusOf = async (path: string) => (await client.get(path)).status;
  expect(await statusOf('/v1/payrolls?start_date=2026-01-01')).toBe(400);
  expect(await statusOf('/v1/payrolls?start_date=2026-01-01&end_date=2026-02-30')).toBe(400);
  expect(await statusOf('/v1/payrolls/payroll_20260230_weekly/paystubs')).toBe(404);
  expect(await statusOf('/v1/payrolls/payroll_20260312_weekly/paystubs')).toBe(404);
  expect(await statusOf('/v1/payrolls/payroll_20270115_semimonthly/paystubs')).toBe(404);
  expect(await statusOf('/v1/paystubs/paystub_20260227_semimonthly_nobody')).toBe(404);
});
