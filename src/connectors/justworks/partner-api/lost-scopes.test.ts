import { describe, expect, it } from 'vitest';
import { members, of, read, without } from '../../../../test/support/justworks/read-api-roster.ts';
import {
  createApiScript,
  json,
  list,
  refusedScope,
} from '../../../../test/support/justworks/scripted-api.ts';
import { DEFAULT_SCOPES } from './scopes.ts';

describe('what is not granted', () => {
  it.each<[string, string[], string[], string[]]>([
    ['payroll', ['payroll:read'], ['pay_group', 'payroll_run', 'employee_payroll_run'], ['payroll']],
    ['paystubs', ['paystub:read'], ['pay_group', 'employee_payroll_run'], ['paystub']],
    ['time off', ['time_off:read'], ['time_off', 'time_off_balance'], ['time_off']],
    ['employment', ['member.employment:read'], ['employment'], ['member_employment']],
    ['pay', ['member.pay:read'], ['employment'], ['member_pay']],
    ['birth dates', ['member.dob:read'], [], ['member_birth_date']],
  ])('%s is named, and its models are left as they are', async (_name, lost, models, missing) => {
    const whole = await read();
    const { summary } = await read(createApiScript(), { grant: { scopes: without(...lost) } });
    const uncovered = whole.summary.coveredModels!.filter((model) => !summary.coveredModels!.includes(model));
    expect(uncovered.sort()).toEqual(models.sort());
    expect(summary.missingCapabilities).toEqual(missing);
  });

  it('keeps the fields that it feeds', async () => {
    const { items } = await read(createApiScript(), {
      grant: { scopes: without('member.pay:read', 'member.dob:read', 'paystub:read') },
    });
    expect(of(items, 'employment')[0]!.keptFields).toEqual([
      'pay_rate',
      'pay_period',
      'pay_frequency',
      'pay_currency',
    ]);
    expect(of(items, 'employee')[0]!.keptFields).toEqual([
      'gender',
      'ethnicity',
      'pay_group',
      'employments',
      'date_of_birth',
    ]);
    expect(of(items, 'payroll_run')[0]!.keptFields).toEqual(['start_date', 'end_date']);
  });

  it('does not count pay as lost where nobody asks for it', async () => {
    const scopes = without('member.pay:read');
    const { summary } = await read(createApiScript(), { scopes, grant: { scopes } });
    expect(summary.missingCapabilities).toEqual([]);
    expect(summary.coveredModels).toContain('employment');
  });

  it.each([
    ['GET /v1/company', 'company.basic:read', 'company_basic', ['employee', 'employment']],
    ['GET /v1/payrolls/p1/paystubs', 'paystub:read', 'paystub', ['payroll_run']],
    ['GET /v1/time-off/requests', 'time_off:read', 'time_off', ['employee']],
  ])('is noticed when %s refuses', async (path, scope, capability, models) => {
    const { items, summary } = await read(createApiScript().on(path, refusedScope(scope)));
    expect(summary.missingCapabilities).toEqual([capability]);
    for (const model of models) expect(summary.coveredModels).toContain(model);
    expect(of(items, 'employee')).toHaveLength(1);
  });

  it('reads the company without its people', async () => {
    const { items, summary } = await read(
      createApiScript().on('GET /v1/members', refusedScope('member.basic:read')),
    );
    expect(summary.coveredModels).not.toContain('employee');
    expect(summary.coveredModels).not.toContain('location');
    expect(of(items, 'group')).toHaveLength(1);
  });

  it('gives up where neither company nor people can be read', async () => {
    const http = createApiScript()
      .on('GET /v1/company', refusedScope('company.basic:read'))
      .on('GET /v1/members', refusedScope('member.basic:read'));
    await expect(read(http)).rejects.toMatchObject({ code: 'permission_missing' });
  });
});

describe('balances', () => {
  it.each([
    ['never finished', json({ status: 'pending', items: [] })],
    ['failed', json({ status: 'failed', message: 'no', items: [] })],
    ['without a list', json({ status: 'complete', entries: [] })],
  ])('that are %s do not stop the roster', async (_name, answer) => {
    const http = createApiScript().on('GET /v1/time-off/balances/b1', answer);
    const { items, summary } = await read(http, { description: { poll: { attempts: 3 } } });
    expect(of(items, 'employee')).toHaveLength(1);
    expect(summary.coveredModels).not.toContain('time_off_balance');
    expect(summary.coveredModels).toContain('time_off');
    expect(summary.failures).toMatchObject([
      { code: 'report_not_ready', subject: 'time_off_balance', models: ['time_off_balance'] },
    ]);
  });
});

describe('what costs a call for each member', () => {
  const scopes = [...DEFAULT_SCOPES, 'member.tax_id:read'];
  const TAX_ID = 'GET /v1/members/m1/tax-id';

  it.each([
    [json({ tax_id: '000-12-3456' }), '000-12-3456'],
    [json({ error: { code: 'bad_request' } }, 400), null],
    [json({ error: { code: 'not_found' } }, 404), null],
  ])('is the tax id: %j', async (answer, ssn) => {
    const { items, summary } = await read(createApiScript().on(TAX_ID, answer), {
      scopes,
      grant: { scopes },
    });
    expect(of(items, 'employee')[0]!.fields.ssn).toBe(ssn);
    expect(summary.missingCapabilities).toEqual([]);
  });

  it('asks no more once it is refused, and keeps what is known', async () => {
    const http = members({}, { id: 'm2' }).on(TAX_ID, refusedScope('member.tax_id:read'));
    const { items, summary } = await read(http, { scopes, grant: { scopes } });
    expect(of(items, 'employee').map(({ keptFields }) => keptFields?.includes('ssn'))).toEqual([true, true]);
    expect(summary.missingCapabilities).toEqual(['member_tax_id']);
  });

  it('are custom fields, by their labels', async () => {
    const http = createApiScript()
      .on(
        'GET /v1/company/custom-fields',
        list([
          { id: 'f1', label: 'Shirt', options: [{ id: 'x', label: 'Large' }], cardinality: 'one' },
          { id: 'f2', label: 'Tools', options: [], cardinality: 'many' },
        ]),
      )
      .on(
        'GET /v1/members/m1/custom-field-values',
        list([
          { id: 'f1', values: ['x'] },
          { id: 'f2', values: ['Saw', 'Axe'] },
        ]),
      );
    const { items } = await read(http, { readsCustomFields: true });
    expect(of(items, 'employee')[0]!.fields.custom_fields).toEqual({ Shirt: 'Large', Tools: ['Saw', 'Axe'] });
    expect(of((await read(createApiScript())).items, 'employee')[0]!.fields.custom_fields).toBeNull();
  });
});

describe('what a source leaves out of every member while its token still names the scope', () => {
  const shown = { employment_history: [], pay_history: [] };

  it.each([
    ['pay_history', 'member_pay'],
    ['employment_history', 'member_employment'],
  ])('%s: is lost, and the employments stay as they are', async (field, capability) => {
    const { summary } = await read(members({ [field]: undefined }, { ...shown, [field]: undefined }));
    expect(summary.missingCapabilities).toEqual([capability]);
    expect(summary.coveredModels).not.toContain('employment');
    expect(summary.coveredModels).toContain('employee');
  });

  it('is not lost where one member shows it, or nobody is there', async () => {
    expect((await read(members({ pay_history: undefined }, shown))).summary.missingCapabilities).toEqual([]);
    expect((await read(createApiScript([]))).summary.missingCapabilities).toEqual([]);
  });
});
