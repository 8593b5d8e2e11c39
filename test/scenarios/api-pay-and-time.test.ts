import { describe, expect, test } from 'vitest';
import { APP, PartnerClient } from '../../src/sandbox/justworks/test-support/partner-client.ts';
import { findText } from '../support/find-text.ts';
import { asked, silenceSource } from '../support/api-watch.ts';
import { expectGoodManners } from '../support/expect-good-manners.ts';
import { LinkedRoster } from '../support/linked-roster.ts';
import { listAll, syncNow } from '../support/whole-service.ts';
import { DEFAULT_SCOPES } from '../../src/connectors/justworks/partner-api/scopes.ts';

const DAY_MS = 24 * 3_600_000;
/** As far back as the description says. */
const WHOLE_YEAR = { windows: {} };

type Row = Record<string, unknown>;
const sum = (values: unknown[]) => values.reduce<number>((total, value) => total + (value as number), 0);
/** Both sides count cents; ours are written as dollars. */
const cents = (dollars: unknown) => Math.round((dollars as number) * 100);

/** Another app of the employer, which reads what the source itself says. */
async function openSource(world: LinkedRoster): Promise<PartnerClient> {
  const app = { ...APP, clientId: 'bookkeeper', redirectUris: ['https://books.example/callback'] };
  world.control.registerOAuthApp(app);
  const client = new PartnerClient(world.service.sandbox, app);
  await client.connect();
  return client;
}

const list = (world: LinkedRoster, model: string, filters = '') =>
  listAll(world.service, world.employer, model, filters);

describe('payroll', () => {
  test('adds up to what the source paid, to the cent', async () => {
    await using world = await LinkedRoster.start('oauth', { companySize: 30, api: WHOLE_YEAR });
    const source = await openSource(world);
    const payrolls = await source.all('/v1/payrolls?start_date=2025-11-18&end_date=2027-01-17');
    const runs = await list(world, 'payroll-runs');
    expect(runs.length).toBe(payrolls.length);
    expect(runs.length).toBeGreaterThan(20);
    const paystubs = await list(world, 'employee-payroll-runs');
    expect(cents(sum(paystubs.map((one) => one['gross_pay'])))).toBe(
      sum(payrolls.map((one) => one['gross_pay'])),
    );
    expect(cents(sum(paystubs.map((one) => one['net_pay'])))).toBe(
      sum(payrolls.map((one) => one['net_pay'])),
    );
    for (const payroll of payrolls) {
      const run = runs.find(({ remote_id }) => remote_id === payroll['id'])!;
      const own = paystubs.filter(({ payroll_run }) => payroll_run === run['id']);
      const taxes = own.flatMap((one) => (one['taxes'] ?? []) as Row[]);
      const isRead = own.every((one) => one['taxes'] !== null);
      expect([run['check_date'], cents(sum(own.map((one) => one['net_pay'])))]).toEqual([
        `${payroll['pay_date'] as string}T00:00:00Z`,
        payroll['net_pay'],
      ]);
      if (!isRead) continue;
      const amounts = (isOfEmployer: boolean) =>
        cents(sum(taxes.filter((tax) => tax['employer_tax'] === isOfEmployer).map(({ amount }) => amount)));
      expect([amounts(false), amounts(true)]).toEqual([
        payroll['employee_taxes'] ?? 0,
        payroll['employer_taxes'] ?? 0,
      ]);
    }
  });

  test('that has left the window is kept as it was, and what is new comes to it', async () => {
    await using world = await LinkedRoster.start('oauth', { api: WHOLE_YEAR });
    silenceSource(world);
    const before = await list(world, 'employee-payroll-runs');
    const runsBefore = await list(world, 'payroll-runs');
    world.service.clock.advance(20 * DAY_MS);
    await syncNow(world.service, world.employer);
    world.service.clock.advance(20 * DAY_MS);
    await syncNow(world.service, world.employer);
    const after = await list(world, 'employee-payroll-runs');
    const byId = new Map(after.map((one) => [one['id'], one]));
    expect(after.length).toBeGreaterThan(before.length);
    for (const { id, gross_pay, check_date, earnings } of before) {
      // Lines are read while a paystub is new; they are not lost when it is no longer.
      expect(byId.get(id)).toMatchObject({ gross_pay, check_date });
      if (earnings !== null) expect(byId.get(id)!['earnings']).toHaveLength((earnings as Row[]).length);
    }
    const oldest = runsBefore.map((one) => String(one['check_date'])).sort()[0]!;
    expect((await list(world, 'payroll-runs')).map((one) => one['check_date'])).toContain(oldest);
    const windows = world.control.journal().filter(({ path }) => path === '/v1/payrolls');
    expect(windows.at(-1)!.query).toContain('start_date=2025-12-');
    expect(oldest < '2025-12-01').toBe(true);
    expectGoodManners(world.service.sandbox);
  });
});

test('time off that was cancelled stays, as cancelled', async () => {
  await using world = await LinkedRoster.start('oauth', { companySize: 40 });
  const source = await openSource(world);
  const requests = await source.all('/v1/time-off/requests?start_date=2025-11-18&end_date=2027-11-18');
  const served = new Map((await list(world, 'time-off')).map((one) => [one['remote_id'], one]));
  const words = { pending: 'REQUESTED', approved: 'APPROVED', denied: 'DECLINED', cancelled: 'CANCELLED' };
  expect(new Set(requests.map(({ status }) => status))).toEqual(new Set(Object.keys(words)));
  expect(served.size).toBe(requests.length);
  for (const { id, status, amount, start_date } of requests) {
    expect(served.get(id)).toMatchObject({
      status: words[status as keyof typeof words],
      amount,
      start_time: `${start_date as string}T00:00:00Z`,
    });
  }
});

describe('what costs a call for each person', () => {
  test('is not asked where nobody switched it on', async () => {
    await using world = await LinkedRoster.start('oauth');
    expect(asked(world).filter((one) => /tax-id|custom-field/.test(one))).toEqual([]);
    for (const person of await world.people())
      expect([person['ssn'], person['custom_fields']]).toEqual([null, null]);
  });

  test('is not asked where the operator switched it on and the employer has not agreed', async () => {
    const environment = {
      MUSTER_JUSTWORKS_OAUTH_SCOPES: [...DEFAULT_SCOPES, 'member.tax_id:read'].join(' '),
    };
    await using world = await LinkedRoster.start('oauth', { environment });
    const { members } = world.control.state();
    const read = asked(world).filter((one) => one.includes('tax-id'));
    // Whether it could be read is tried with one person.
    expect(read.length).toBeLessThan(members.length);
    for (const person of await world.people('&include_sensitive_fields=true'))
      expect(person['ssn']).toBeNull();
  });

  test('are tax ids, where the operator and the employer agree to them; they are stored sealed and in no webhook', async () => {
    const environment = {
      MUSTER_JUSTWORKS_OAUTH_SCOPES: [...DEFAULT_SCOPES, 'member.tax_id:read'].join(' '),
    };
    const asks = {
      category_common_model_scopes: {
        hris: [{ model_name: 'Employee', field_permissions: { enabled_fields: ['ssn'] } }],
      },
    };
    await using world = await LinkedRoster.start('oauth', { environment }, asks);
    for (const person of await world.people()) expect(person['ssn']).toBeNull();
    const withTaxId = (await world.people('&include_sensitive_fields=true')).filter(
      ({ ssn }) => ssn !== null,
    );
    expect(withTaxId.length).toBeGreaterThan(0);
    for (const { ssn } of withTaxId) {
      expect(ssn).toMatch(/^\d{3}-\d{2}-\d{4}$/);
      expect(await findText(world.service.context.db, ssn as string)).toEqual([]);
    }
    const [member] = world.control.state().members;
    world.control.editEmployee(member!.id, { preferredName: 'Robin' });
    await world.control.partnerWebhooks.drain();
    await syncNow(world.service, world.employer);
    const told = JSON.stringify(world.service.receiver.events);
    expect(told).toContain('Robin');
    for (const { ssn } of withTaxId) expect(told).not.toContain(ssn as string);
    expectGoodManners(world.service.sandbox);
  });

  test('are custom fields, by their labels', async () => {
    await using world = await LinkedRoster.start('oauth', {
      environment: { MUSTER_JUSTWORKS_CUSTOM_FIELDS: 'true' },
    });
    const fields = (await world.people()).map((person) => person['custom_fields'] as Row | null);
    expect(fields.filter((one) => one !== null).length).toBeGreaterThan(0);
    const sizes = fields.flatMap((one) => (one?.['T-Shirt Size'] as string | undefined) ?? []);
    expect(sizes.length).toBeGreaterThan(0);
    for (const size of sizes) expect(['S', 'M', 'L', 'XL']).toContain(size);
    const languages = fields.flatMap((one) => (one?.['Languages'] as string[] | undefined) ?? []);
    expect(languages.every((one) => ['English', 'French', 'Polish', 'Spanish'].includes(one))).toBe(true);
    await syncNow(world.service, world.employer);
    expect(world.service.receiver.events.filter(({ type }) => type === 'employee.updated')).toEqual([]);
    expectGoodManners(world.service.sandbox);
  });
});
