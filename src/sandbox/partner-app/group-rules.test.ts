import { expect, it } from 'vitest';
import { toDepartments } from './departments.ts';
import { toMemberships } from './group-rules.ts';
import { told } from './test-support/told.ts';
import type { ReceivedWebhook } from './webhook-inbox.ts';

const department = (type: string, id: string, name: string) =>
  told(`group.${type}`, { id, name, type: 'DEPARTMENT' });
const person = (type: string, id: string, groups: string[] | null, status = 'ACTIVE') =>
  told(`employee.${type}`, { id, display_full_name: id, groups, employment_status: status });

function groups(events: ReceivedWebhook[], rules: Record<string, string>): Record<string, string> {
  const members = toMemberships(events, toDepartments(events), new Map(Object.entries(rules)));
  return Object.fromEntries(members.map(({ employeeId, group }) => [employeeId, group]));
}

const DEPARTMENTS = [department('created', 'd1', 'Sales'), department('created', 'd2', 'People')];

it('puts people into the group of their department, and everybody else into the group of the rest', () => {
  const events = [
    ...DEPARTMENTS,
    person('created', 'Ada', ['d1', 'team-7']),
    person('created', 'Bea', ['d2']),
    person('created', 'Cleo', null),
  ];
  expect(groups(events, { d1: 'Travellers' })).toEqual({
    Ada: 'Travellers',
    Bea: 'Everyone',
    Cleo: 'Everyone',
  });
  expect(groups(events, {})).toEqual({ Ada: 'Everyone', Bea: 'Everyone', Cleo: 'Everyone' });
});

it('follows people who move, come, leave, vanish and return', () => {
  const rules = { d1: 'Travellers', d2: 'Hosts' };
  const events = [...DEPARTMENTS, person('created', 'Ada', ['d1'], 'PENDING')];
  expect(groups(events, rules)).toEqual({ Ada: 'Travellers' });
  events.push(person('updated', 'Ada', ['d2']));
  expect(groups(events, rules)).toEqual({ Ada: 'Hosts' });
  events.push(person('deleted', 'Ada', ['d2']));
  expect(groups(events, rules)).toEqual({});
  events.push(person('updated', 'Ada', ['d1']));
  expect(groups(events, rules)).toEqual({ Ada: 'Travellers' });
  events.push(person('terminated', 'Ada', ['d1'], 'INACTIVE'));
  expect(groups(events, rules)).toEqual({});
});

it('knows a department under its new name, and no more when it is gone', () => {
  const events = [...DEPARTMENTS, department('updated', 'd1', 'Revenue')];
  expect(toDepartments(events).map(({ name }) => name)).toEqual(['People', 'Revenue']);
  events.push(person('created', 'Ada', ['d1']), department('deleted', 'd1', 'Revenue'));
  expect(toDepartments(events).map(({ name }) => name)).toEqual(['People']);
  expect(groups(events, { d1: 'Travellers' })).toEqual({ Ada: 'Everyone' });
});

it('takes a team for no department', () => {
  expect(toDepartments([told('group.created', { id: 't', name: 'Night shift', type: 'TEAM' })])).toEqual([]);
});
