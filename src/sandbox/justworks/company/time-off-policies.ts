import type { CalendarDate } from '../../../lib/calendar-date.ts';
import { SeededRandom } from './seeded-random.ts';

export interface TimeOffPolicy {
  id: string;
  name: string;
  status: 'active' | 'inactive';
  type: 'vacation' | 'sick' | 'other';
  unit: 'hours' | 'days';
  /** Granted at the start of each calendar year, in units. */
  grantedPerYear: number;
  effectiveDate: CalendarDate;
  deactivationDate: CalendarDate | null;
}

const CURRENT = { status: 'active', effectiveDate: '2019-01-01', deactivationDate: null } as const;

/** The company's policies, in the order of their ids. */
export function timeOffPolicies(seed: string): TimeOffPolicy[] {
  const random = new SeededRandom(`${seed}/time-off-policies`);
  const policies: Omit<TimeOffPolicy, 'id'>[] = [
    { ...CURRENT, name: 'Vacation', type: 'vacation', unit: 'hours', grantedPerYear: 120 },
    { ...CURRENT, name: 'Sick Leave', type: 'sick', unit: 'hours', grantedPerYear: 56 },
    { ...CURRENT, name: 'Volunteer Days', type: 'other', unit: 'days', grantedPerYear: 3 },
    {
      ...CURRENT,
      name: 'Vacation (until 2018)',
      type: 'vacation',
      unit: 'hours',
      grantedPerYear: 80,
      status: 'inactive',
      effectiveDate: '2016-01-01',
      deactivationDate: '2018-12-31',
    },
  ];
  return policies
    .map((policy) => ({ id: random.uuid(), ...policy }))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}
