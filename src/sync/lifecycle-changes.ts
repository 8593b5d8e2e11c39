import { advanceLifecycle } from '../hris/lifecycle.ts';
import type { LifecycleContext, LifecyclePerson, LifecycleState } from '../hris/lifecycle-state.ts';
import type { CalendarDate } from '../lib/calendar-date.ts';
import type { EventType } from '../webhooks/events.ts';
import type { LifecycleRow } from './lifecycle-people.ts';

/** What becomes of one person; `newStatus` and `newState` are left out where nothing is to be written. */
export interface PersonStep {
  id: string;
  newStatus?: string | null;
  newState?: LifecycleState;
  events: PersonEvent[];
}

export interface PersonEvent {
  employeeId: string;
  type: EventType & `employee.${string}`;
  effectiveDate: CalendarDate | null;
  previousEffectiveDate: CalendarDate | null;
  /** Ids of two managers or two departments; for no other event. */
  moved?: { before: string | null; after: string | null };
}

/** Pure: what the run and the day mean for one person. */
export function advancePerson(
  row: LifecycleRow,
  calendar: LifecycleContext & { today: CalendarDate },
): PersonStep {
  const known = toState(row);
  const now = {
    startDate: row.start_date,
    terminationDate: row.termination_date,
    sourceStatus: row.source_status,
    isDeleted: row.was_deleted,
  };
  const step = advanceLifecycle(known, toPersonBefore(row), now, calendar.today, calendar);
  const events = step.events.map(({ name, effectiveDate, previousEffectiveDate = null }) => ({
    employeeId: row.id,
    type: `employee.${name}` as const,
    effectiveDate,
    previousEffectiveDate,
  }));
  const isToKeep = known ? !isSame(known, step.state) : events.length > 0 || step.state.nextDueOn !== null;
  return {
    id: row.id,
    ...(step.status !== row.status && { newStatus: step.status }),
    ...(isToKeep && { newState: step.state }),
    events: [...events, ...moves(row)],
  };
}

function moves(row: LifecycleRow): PersonEvent[] {
  if (row.is_new || row.was_deleted) return [];
  const { before_manager_id, manager_id, before_department_id, department_id } = row;
  return [
    ...move(row.id, 'employee.manager_changed', before_manager_id, manager_id),
    ...move(row.id, 'employee.department_changed', before_department_id, department_id),
  ];
}

/** The source does not say from which day on. */
function move(
  employeeId: string,
  type: PersonEvent['type'],
  before: string | null,
  after: string | null,
): PersonEvent[] {
  if (before === after) return [];
  return [{ employeeId, type, effectiveDate: null, previousEffectiveDate: null, moved: { before, after } }];
}

function toState(row: LifecycleRow): LifecycleState | null {
  if (!row.is_known) return null;
  return {
    onboardingScheduledFor: row.onboarding_scheduled_for,
    startedOn: row.started_on,
    offboardingScheduledFor: row.offboarding_scheduled_for,
    terminatedOn: row.terminated_on,
    nextDueOn: row.next_due_on,
  };
}

function toPersonBefore(row: LifecycleRow): LifecyclePerson | null {
  if (row.is_new) return null;
  return {
    startDate: row.before_start_date,
    terminationDate: row.before_termination_date,
    status: row.before_status,
    isDeleted: row.before_was_deleted === true,
  };
}

const isSame = (a: LifecycleState, b: LifecycleState): boolean =>
  (Object.keys(a) as (keyof LifecycleState)[]).every((key) => a[key] === b[key]);
