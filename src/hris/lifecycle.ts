import { addDays, type CalendarDate } from '../lib/calendar-date.ts';
import { effectiveStatus, lastDayOf } from './employment-status.ts';
import { advanceEnd } from './lifecycle-end.ts';
import { advanceStart } from './lifecycle-start.ts';
import type {
  LifecycleContext,
  LifecyclePerson,
  LifecycleState,
  LifecycleStep,
  PersonNow,
} from './lifecycle-state.ts';

const NOTHING_TOLD: LifecycleState = {
  onboardingScheduledFor: null,
  startedOn: null,
  offboardingScheduledFor: null,
  terminatedOn: null,
  nextDueOn: null,
};

/**
 * What is to be told of a person on the day `today`, and what has been told then. Told once: the same question asked
 * again, also by a clock that stands earlier, finds nothing more to tell.
 * @param state null: nothing was told but what `before` says by itself
 * @param before null: the person is new
 */
export function advanceLifecycle(
  state: LifecycleState | null,
  before: LifecyclePerson | null,
  now: PersonNow,
  today: CalendarDate,
  context: LifecycleContext,
): LifecycleStep {
  const told = state ?? stateBySight(before, today);
  const day = dayFor(told, now, today);
  const status = effectiveStatus(now, day);
  // The deletion tells it; dates that come meanwhile are told when the person is seen again.
  if (now.isDeleted)
    return { status: before?.status ?? status, events: [], state: { ...told, nextDueOn: null } };
  const facts = { told, before, person: { ...now, status }, lastDay: lastDayOf(now), day, context };
  const start = advanceStart(facts);
  const end = advanceEnd(facts, start);
  const next = { ...start.state, ...end.state };
  return {
    status,
    events: [...start.events, ...end.events],
    state: { ...next, nextDueOn: nextDue(now, status, day) },
  };
}

/** Whatever lies behind somebody whom no row says more about was told, or was never to be told. */
function stateBySight(before: LifecyclePerson | null, today: CalendarDate): LifecycleState {
  if (before === null) return NOTHING_TOLD;
  const { startDate, terminationDate, status } = before;
  return {
    ...NOTHING_TOLD,
    startedOn: startDate !== null && startDate <= today ? startDate : null,
    terminatedOn: status === 'INACTIVE' ? terminationDate : null,
  };
}

/** A day that was told has come for this person, whatever a clock or a time zone says later. */
export function dayFor(
  told: Pick<LifecycleState, 'startedOn' | 'terminatedOn'> | null,
  person: Pick<LifecyclePerson, 'startDate' | 'terminationDate'>,
  today: CalendarDate,
): CalendarDate {
  const { startDate, terminationDate } = person;
  const days = [today];
  if (startDate !== null && told?.startedOn === startDate) days.push(startDate);
  if (terminationDate !== null && told?.terminatedOn === terminationDate)
    days.push(addDays(terminationDate, 1));
  return days.sort().at(-1)!;
}

function nextDue(person: PersonNow, status: string | null, day: CalendarDate): CalendarDate | null {
  if (status === 'INACTIVE') return null;
  const lastDay = lastDayOf(person);
  const days = [person.startDate, lastDay === null ? null : addDays(lastDay, 1)];
  return days.filter((one) => one !== null && one > day).sort()[0] ?? null;
}
