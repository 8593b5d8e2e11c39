import type { Department } from './departments.ts';
import type { RecordEvent } from './own-events.ts';
import type { ReceivedWebhook } from './webhook-inbox.ts';

/** The group of the product for the people of a department, by the department's id. */
export type GroupRules = ReadonlyMap<string, string>;

/** Where nobody made a rule. */
export const GROUP_OF_THE_REST = 'Everyone';

export interface Membership {
  employeeId: string;
  name: string;
  department: Department | null;
  group: string;
}

/**
 * Who is in which group, as the events `ownEvents` and the rules say. Who is to come is in at once, who has left is in none.
 */
export function toMemberships(
  events: readonly ReceivedWebhook[],
  departments: readonly Department[],
  rules: GroupRules,
): Membership[] {
  const members = new Map<string, Membership>();
  for (const { type, data } of events.filter(({ type }) => type.startsWith('employee.'))) {
    const { record } = data as RecordEvent;
    if (type === 'employee.deleted' || record['employment_status'] === 'INACTIVE') members.delete(record.id);
    else members.set(record.id, toMembership(record, departments, rules));
  }
  return [...members.values()];
}

function toMembership(
  record: RecordEvent['record'],
  departments: readonly Department[],
  rules: GroupRules,
): Membership {
  const groups = (record['groups'] ?? []) as string[];
  const department = departments.find(({ id }) => groups.includes(id)) ?? null;
  return {
    employeeId: record.id,
    name: (record['display_full_name'] ?? record['first_name'] ?? record.id) as string,
    department,
    group: (department && rules.get(department.id)) ?? GROUP_OF_THE_REST,
  };
}
