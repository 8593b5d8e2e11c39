import { expect, it } from 'vitest';
import { isReceived, toNativeEvent } from './receivers.ts';

const endpoint = { id: 'one', event_filter: ['employee.*'] };
const created = { type: 'employee.created', linkedAccountId: 'acme' };
const said = (event: string, is_active: boolean, endpoint_id: string | null = null) => ({
  linked_account_id: 'acme',
  endpoint_id,
  event,
  is_active,
});

it('goes by the filter of the endpoint where nothing was said for the account', () => {
  expect(isReceived(created, endpoint, [])).toBe(true);
  expect(isReceived({ ...created, type: 'sync.completed' }, endpoint, [])).toBe(false);
  expect(isReceived(created, endpoint, [{ ...said('*', false), linked_account_id: 'other' }])).toBe(true);
  expect(isReceived({ ...created, linkedAccountId: null }, endpoint, [said('*', false)])).toBe(true);
});

it('takes what was said most exactly: the endpoint first, then the event', () => {
  expect(isReceived(created, endpoint, [said('employee.created', false)])).toBe(false);
  expect(isReceived(created, endpoint, [said('*', false), said('employee.*', true)])).toBe(true);
  expect(isReceived(created, endpoint, [said('employee.created', false), said('*', true, 'one')])).toBe(true);
  expect(isReceived(created, endpoint, [said('*', false, 'another')])).toBe(true);
  expect(isReceived({ ...created, type: 'sync.failed' }, endpoint, [said('sync.failed', true)])).toBe(true);
});

it('reads the events of the field', () => {
  expect(['Employee.added', 'TimeOff.changed', 'EmployeePayrollRun.removed'].map(toNativeEvent)).toEqual([
    'employee.created',
    'time_off.updated',
    'employee_payroll_run.deleted',
  ]);
  expect(['employee.created', '*', 'sync.failed', 'nonsense'].map(toNativeEvent)).toEqual([
    'employee.created',
    '*',
    'sync.failed',
    'nonsense',
  ]);
});
