import { describe, expect, it } from 'vitest';
import { assertRequirements, webCapabilitiesOf, webCapabilityKeys, withRequirements } from './permissions.ts';

const requiredOf = (required: string[], optional: string[]) =>
  withRequirements(webCapabilitiesOf('service_account'), { required, optional })
    .filter(({ isRequired }) => isRequired)
    .map(({ capability }) => capability);

describe('webCapabilitiesOf', () => {
  it('tells whoever reads it whose permissions are meant', () => {
    for (const { fix } of webCapabilitiesOf('service_account')) expect(fix).toContain('the service account');
    for (const { fix } of webCapabilitiesOf('credentials')) {
      expect(fix).toContain('the user whose log-in was given');
      expect(fix).not.toContain('service account');
    }
  });

  it('names every permission that is needed in what to do', () => {
    for (const { fix, permissions } of webCapabilitiesOf('service_account')) {
      for (const permission of permissions) expect(fix).toContain(permission);
    }
  });
});

describe('withRequirements', () => {
  it.each([
    [[], [], ['company_settings', 'employee_census', 'work_history']],
    [[], ['work_history'], ['company_settings', 'employee_census']],
    [['work_history'], ['company_settings'], ['employee_census', 'work_history']],
  ])('with %j required and %j optional asks for %j', (required, optional, expected) => {
    expect(requiredOf(required, optional)).toEqual(expected);
  });
});

it('can require what is optional by default', () => {
  const optional = webCapabilitiesOf('credentials').map((definition) => ({
    ...definition,
    isRequired: false,
  }));
  const table = withRequirements(optional, { required: ['work_history'], optional: [] });
  expect(table.filter(({ isRequired }) => isRequired).map(({ capability }) => capability)).toEqual([
    'work_history',
  ]);
});

describe('assertRequirements', () => {
  it('names the setting and the key at fault', () => {
    const check = (required: string[], optional: string[]) => () =>
      assertRequirements({ required, optional }, webCapabilityKeys);
    expect(check(['employee_census'], ['work_history'])).not.toThrow();
    expect(check(['payslips'], [])).toThrow('MUSTER_JUSTWORKS_REQUIRED names "payslips"');
    expect(check([], ['salaries'])).toThrow('MUSTER_JUSTWORKS_OPTIONAL names "salaries"');
    expect(check(['work_history'], ['work_history'])).toThrow(/both required and optional/);
  });
});
