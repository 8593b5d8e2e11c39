import type { CalendarDate } from '../lib/calendar-date.ts';
import type { LifecycleContext, LifecycleEvent, LifecyclePerson, LifecycleState } from './lifecycle-state.ts';

/** One person on one day, as both halves of the lifecycle look at it. */
export interface LifecycleFacts {
  told: LifecycleState;
  before: LifecyclePerson | null;
  person: LifecyclePerson;
  /** The end of the employment that the start began. */
  lastDay: CalendarDate | null;
  day: CalendarDate;
  context: LifecycleContext;
}

export interface StartStep {
  events: LifecycleEvent[];
  state: LifecycleState;
}

/** What is to be told of a start: that it is to come, that it has come, that somebody is back. */
export function advanceStart(facts: LifecycleFacts): StartStep {
  const { told, person, day } = facts;
  if (isBack(facts)) return rehire(facts);
  if (person.startDate !== null && person.startDate > day) return scheduleStart(facts);
  const events = hasStarted(facts)
    ? [{ name: 'started' as const, effectiveDate: person.startDate }]
    : withdrawn(facts);
  return {
    events,
    state: { ...told, onboardingScheduledFor: null, startedOn: startedOn(facts) },
  };
}

/** Somebody whose end was told, or who was not at work when first seen, is at work again or is to be. */
function isBack({ told, before, person }: LifecycleFacts): boolean {
  const wasOver = told.terminatedOn !== null || before?.status === 'INACTIVE';
  return wasOver && person.status !== null && person.status !== 'INACTIVE';
}

function rehire({ told, before, person, day }: LifecycleFacts): StartStep {
  const { startDate } = person;
  const isNewStart =
    startDate !== null &&
    (told.terminatedOn === null ? startDate !== before?.startDate : startDate > told.terminatedOn);
  const isToCome = startDate !== null && startDate > day;
  const events: LifecycleEvent[] = [{ name: 'rehired', effectiveDate: isNewStart ? startDate : null }];
  if (isToCome) events.push({ name: 'onboarding_scheduled', effectiveDate: startDate });
  const state = {
    ...told,
    onboardingScheduledFor: isToCome ? startDate : null,
    startedOn: isToCome ? null : startDate,
    offboardingScheduledFor: null,
    terminatedOn: null,
  };
  return { events, state };
}

function scheduleStart({ told, person }: LifecycleFacts): StartStep {
  const { startDate, status } = person;
  const before = told.onboardingScheduledFor ?? told.startedOn;
  // Who is not to come any more is told of by the end.
  if (status === 'INACTIVE') return { events: [], state: { ...told, onboardingScheduledFor: null } };
  if (told.onboardingScheduledFor === startDate) return { events: [], state: told };
  const event: LifecycleEvent = {
    name: 'onboarding_scheduled',
    effectiveDate: startDate,
    ...(before !== null && { previousEffectiveDate: before }),
  };
  const state = { ...told, onboardingScheduledFor: startDate, startedOn: null };
  return { events: [event], state };
}

/** The start has come, and it is news. */
function hasStarted(facts: LifecycleFacts): boolean {
  const { told, before, person, lastDay, context } = facts;
  if (told.startedOn !== null) return false;
  // Ended without a day: nobody knows that there was a day of work.
  if (person.status === 'INACTIVE' && lastDay === null) return false;
  if (before === null) return person.startDate !== null && !context.isFirstSight && !isHistory(facts);
  if (person.startDate === null) return before.status === 'PENDING' && person.status === 'ACTIVE';
  return told.onboardingScheduledFor !== null || before.status === 'PENDING';
}

/** First seen after everything was over, and over before the account was linked. */
export function isHistory({ before, person, context }: LifecycleFacts): boolean {
  const { terminationDate, status } = person;
  if (before !== null || status !== 'INACTIVE') return false;
  return terminationDate === null || (context.linkedOn !== null && terminationDate < context.linkedOn);
}

/** A start that was told and is not known any more. */
function withdrawn({ told, person }: LifecycleFacts): LifecycleEvent[] {
  const { onboardingScheduledFor } = told;
  if (onboardingScheduledFor === null || person.startDate !== null || person.status === 'INACTIVE') return [];
  return [
    { name: 'onboarding_scheduled', effectiveDate: null, previousEffectiveDate: onboardingScheduledFor },
  ];
}

const startedOn = ({ told, person }: LifecycleFacts): CalendarDate | null =>
  person.startDate ?? told.startedOn;
