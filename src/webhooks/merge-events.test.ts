import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from './events.ts';
import { findMergeEvent, toNativeEvent } from './merge-events.ts';

/** As the contract of the format names them. */
const NAMED =
  /^([A-Z][A-Za-z]+\.(added|changed|removed)|LinkedAccount\.(linked|deleted|sync_completed)|Issue\.(new|reopened|resolved))$/;

describe('findMergeEvent', () => {
  it.each([
    ['employee.created', 'Employee.added'],
    ['pay_group.updated', 'PayGroup.changed'],
    ['employee_payroll_run.deleted', 'EmployeePayrollRun.removed'],
    ['linked_account.linked', 'LinkedAccount.linked'],
    ['linked_account.deleted', 'LinkedAccount.deleted'],
    ['sync.completed', 'LinkedAccount.sync_completed'],
    ['issue.opened', 'Issue.new'],
    ['issue.reopened', 'Issue.reopened'],
    ['issue.resolved', 'Issue.resolved'],
  ])('%s is %s', (native, merge) => {
    expect(findMergeEvent(native)).toBe(merge);
  });

  it('names nothing that the format does not have, and nothing twice', () => {
    const named = EVENT_TYPES.flatMap((type) => findMergeEvent(type) ?? []);
    expect(named.filter((name) => !NAMED.test(name))).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
    expect(named).toHaveLength(11 * 3 + 3 + 3);
  });

  it.each([
    'employee.started',
    'sync.held',
    'sync.failed',
    'link_session.failed',
    'webhook_endpoint.test',
    'nonsense',
  ])('%s has no counterpart', (native) => {
    expect(findMergeEvent(native)).toBeUndefined();
  });
});

describe('toNativeEvent', () => {
  it('is the way back', () => {
    for (const type of EVENT_TYPES) {
      const merge = findMergeEvent(type);
      if (merge !== undefined) expect(toNativeEvent(merge)).toBe(type);
    }
  });

  it.each(['employee.created', '*', 'employee.*', 'sync.failed', 'nonsense', 'Nonsense.added'])(
    'leaves %s as it is',
    (event) => {
      expect(toNativeEvent(event)).toBe(event);
    },
  );
});
