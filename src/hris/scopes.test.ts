import { describe, expect, it } from 'vitest';
import { toHiddenFields } from './hidden-fields.ts';
import { toScopeViews } from './scope-views.ts';
import { applyWishes, type ScopeWish } from './scope-wishes.ts';
import {
  DEFAULT_SCOPES,
  listWidened,
  MODEL_NAMES,
  parseScopes,
  SCOPE_FIELDS,
  type Scopes,
} from './scopes.ts';

const at = { pointer: '/common_models/0' };
const wish = (change: Omit<ScopeWish, 'pointer'>): ScopeWish => ({ ...change, ...at });
const apply = (change: Omit<ScopeWish, 'pointer'>, scopes: Scopes = DEFAULT_SCOPES): Scopes =>
  applyWishes(scopes, [wish(change)], DEFAULT_SCOPES);

describe('the default', () => {
  it('is everything that a source gives, but for what is sensitive', () => {
    expect(Object.keys(DEFAULT_SCOPES)).toEqual([
      'Company',
      'Employee',
      'EmployeePayrollRun',
      'Employment',
      'Group',
      'Location',
      'PayGroup',
      'PayrollRun',
      'Team',
      'TimeOff',
      'TimeOffBalance',
    ]);
    expect(SCOPE_FIELDS.Employee.filter((field) => !DEFAULT_SCOPES.Employee!.includes(field))).toEqual([
      'ssn',
    ]);
    expect(SCOPE_FIELDS.Company).toEqual(['legal_name', 'display_name', 'eins']);
  });

  it('is what nobody has chosen otherwise', () => {
    expect(parseScopes(null)).toBe(DEFAULT_SCOPES);
    const stored = { Employee: ['last_name', 'first_name', 'no_longer'], Gone: ['x'] };
    expect(parseScopes(stored)).toEqual({ Employee: ['first_name', 'last_name'] });
  });
});

describe('a wish', () => {
  it.each<[string, Omit<ScopeWish, 'pointer'>, (scopes: Scopes) => unknown, unknown]>([
    ['disables a model', { model: 'TimeOff', isEnabled: false }, (scopes) => scopes.TimeOff, undefined],
    [
      'takes the older name',
      { model: 'hris.TimeOff', isEnabled: false },
      (scopes) => scopes.TimeOff,
      undefined,
    ],
    [
      'disables a field',
      { model: 'Company', disabledFields: ['eins'] },
      (scopes) => scopes.Company,
      ['legal_name', 'display_name'],
    ],
    [
      'enables a sensitive field',
      { model: 'Employee', enabledFields: ['ssn'] },
      (scopes) => scopes.Employee!.includes('ssn'),
      true,
    ],
    [
      'enables a model with what is not sensitive',
      { model: 'Dependent', isEnabled: true },
      (scopes) => [scopes.Dependent!.includes('first_name'), scopes.Dependent!.includes('ssn')],
      [true, false],
    ],
    [
      'leaves out what every record has',
      { model: 'Company', enabledFields: ['id', 'remote_id'] },
      (scopes) => scopes.Company,
      DEFAULT_SCOPES.Company,
    ],
    ['says nothing', { model: 'Company' }, (scopes) => scopes, DEFAULT_SCOPES],
    [
      'without people takes what belongs to them',
      { model: 'Employee', isEnabled: false },
      Object.keys,
      ['Company', 'Group', 'Location', 'PayGroup', 'PayrollRun', 'Team'],
    ],
  ])('%s', (_, change, read, expected) => {
    expect(read(apply(change))).toEqual(expected);
  });

  it('brings a disabled model back as the default has it', () => {
    const scopes = apply({ model: 'TimeOff', isEnabled: false });
    const fallback = { ...DEFAULT_SCOPES, TimeOff: ['employee', 'start_time', 'status'] };
    const wished = applyWishes(scopes, [wish({ model: 'TimeOff', isEnabled: true })], fallback);
    expect(wished.TimeOff).toEqual(['employee', 'status', 'start_time']);
  });

  it.each<[string, Omit<ScopeWish, 'pointer'>, string, RegExp]>([
    ['an unknown model', { model: 'Payslip' }, 'scope_model_unknown', /"Payslip"/],
    [
      'an unknown field',
      { model: 'Employee', disabledFields: ['shoe_size'] },
      'scope_field_unknown',
      /shoe_size/,
    ],
    [
      'what every record has',
      { model: 'Employee', disabledFields: ['id'] },
      'scope_field_needed',
      /Employee\.id/,
    ],
    [
      'a field that records are put in order by',
      { model: 'Employment', disabledFields: ['effective_date'] },
      'scope_field_needed',
      /Employment\.effective_date/,
    ],
    [
      'both at once',
      { model: 'Employee', enabledFields: ['ssn'], disabledFields: ['ssn'] },
      'scope_contradiction',
      /Employee\.ssn/,
    ],
  ])('is refused for %s, which it names', (_, change, code, message) => {
    expect(() => apply(change)).toThrow(
      expect.objectContaining({ code, kind: 'invalid_input', ...at }) as Error,
    );
    expect(() => apply(change)).toThrow(message);
  });

  it('is refused for somebody’s records without the people', () => {
    const wishes = [
      wish({ model: 'Employee', isEnabled: false }),
      wish({ model: 'Employment', isEnabled: true }),
    ];
    expect(() => applyWishes(DEFAULT_SCOPES, wishes, DEFAULT_SCOPES)).toThrow(/Employment/);
  });
});

it('tells what is wider, by model and by field', () => {
  const narrow = apply(
    { model: 'TimeOff', isEnabled: false },
    apply({ model: 'Company', disabledFields: ['eins'] }),
  );
  expect(listWidened(narrow, DEFAULT_SCOPES)).toEqual(['Company.eins', 'TimeOff']);
  expect(listWidened(DEFAULT_SCOPES, narrow)).toEqual([]);
});

it('hides relations to what is not there, and sensitive fields that nobody asked for', () => {
  const hidden = toHiddenFields(apply({ model: 'Location', isEnabled: false }));
  expect([...hidden.models]).toEqual(['location']);
  expect([...hidden.fields.employee]).toEqual(['home_location', 'work_location', 'ssn', 'field_mappings']);
  // A row of the source may tell where somebody works.
  expect([...hidden.fields.employment]).toEqual(['field_mappings']);
  expect(hidden.fields.time_off_balance.size).toBe(1);
  const { fields } = toHiddenFields(DEFAULT_SCOPES);
  expect(Object.values(fields).flatMap((names) => [...names])).toEqual(['ssn']);
});

it('is said model by model, and nothing is ever written', () => {
  const views = toScopeViews(apply({ model: 'Company', disabledFields: ['eins'] }));
  expect(views.map(({ model_name }) => model_name)).toEqual(MODEL_NAMES);
  expect(views.every(({ model_permissions }) => !model_permissions.WRITE.is_enabled)).toBe(true);
  expect(views.find(({ model_name }) => model_name === 'Company')).toEqual({
    model_name: 'Company',
    model_permissions: { READ: { is_enabled: true }, WRITE: { is_enabled: false } },
    field_permissions: { enabled_fields: ['legal_name', 'display_name'], disabled_fields: ['eins'] },
  });
  expect(views.find(({ model_name }) => model_name === 'BankInfo')).toMatchObject({
    model_permissions: { READ: { is_enabled: false } },
    field_permissions: { enabled_fields: [] },
  });
});
