import { expect, it } from 'vitest';
import { parseOwnFields, toStagedContents } from './stage-contents.ts';

const hashOf = (...[model, fields]: Parameters<typeof toStagedContents>) =>
  toStagedContents(model, fields).fields_hash;

it('does not move with an employee’s status, which the calendar moves too', () => {
  const active = hashOf('employee', { first_name: 'Ada', employment_status: 'ACTIVE' });
  expect(hashOf('employee', { first_name: 'Ada', employment_status: 'INACTIVE' })).toBe(active);
  expect(hashOf('employee', { first_name: 'Eve', employment_status: 'ACTIVE' })).not.toBe(active);
});

it('moves with every field of a model that the calendar leaves alone, and with no order of keys', () => {
  const fields = { name: 'Sales', type: 'DEPARTMENT' };
  expect(hashOf('group', { ...fields, type: 'TEAM' })).not.toBe(hashOf('group', fields));
  expect(hashOf('group', { type: 'DEPARTMENT', name: 'Sales' })).toBe(hashOf('group', fields));
  const custom = (value: object) => hashOf('employee', { custom_fields: value });
  expect(custom({ a: 1, b: 2 })).toBe(custom({ b: 2, a: 1 }));
});

it('tells what has moved from one field to another, and empty from null', () => {
  expect(hashOf('group', { name: 'Sales', type: null })).not.toBe(
    hashOf('group', { name: null, type: 'Sales' }),
  );
  expect(hashOf('group', { name: '' })).not.toBe(hashOf('group', { name: null }));
});

it('moves with a line of a paystub, and spells its fields without the lines', () => {
  const line = { amount: 10, type: 'SALARY' };
  const of = (amount: number) =>
    toStagedContents('employee_payroll_run', { earnings: [{ ...line, amount }] });
  expect(of(11).fields_hash).not.toBe(of(10).fields_hash);
  expect(of(11).own_fields).toBe(of(10).own_fields);
});

it('spells own fields as they stand in a body', () => {
  const { own_fields, typed } = toStagedContents('location', { country: 'US', city: 'Troy "NY"' });
  expect(parseOwnFields(own_fields)).toMatchObject({ country: 'US', city: 'Troy "NY"', street_1: null });
  expect(typed).toEqual([null, 'US']);
});

it('breaks where a relation stands between two own fields', () => {
  const { own_fields } = toStagedContents('employee', { employee_number: '1', first_name: 'Ada' });
  expect(own_fields).toContain('"employee_number":"1"\u001e"first_name":"Ada","last_name":null');
});
