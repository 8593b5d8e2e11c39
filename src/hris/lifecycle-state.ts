import type { CalendarDate } from '../lib/calendar-date.ts';

/** What was told of a person last. Null: nothing. */
export interface LifecycleState {
  onboardingScheduledFor: CalendarDate | null;
  startedOn: CalendarDate | null;
  offboardingScheduledFor: CalendarDate | null;
  /** The last day of work; where the source names none, the day on which the end was seen. */
  terminatedOn: CalendarDate | null;
  /** The next day that brings something. */
  nextDueOn: CalendarDate | null;
}

export interface LifecyclePerson {
  startDate: CalendarDate | null;
  terminationDate: CalendarDate | null;
  /** As it was served: what it comes to on its day. */
  status: string | null;
  isDeleted: boolean;
}

/** The person as the source has it now. */
export interface PersonNow extends Omit<LifecyclePerson, 'status'> {
  /** The source's own word. */
  sourceStatus: string | null;
}

export type LifecycleEventName =
  | 'onboarding_scheduled'
  | 'started'
  | 'offboarding_scheduled'
  | 'offboarding_canceled'
  | 'terminated'
  | 'rehired';

export interface LifecycleEvent {
  name: LifecycleEventName;
  effectiveDate: CalendarDate | null;
  /** The day that was told before, where this one takes its place. */
  previousEffectiveDate?: CalendarDate;
}

export interface LifecycleContext {
  /** The first sync, or a person first seen through another connection method: what was before is no news. */
  isFirstSight: boolean;
  /** The day the account was linked. Who is first seen after an end before that is history; null: not known. */
  linkedOn: CalendarDate | null;
}

export interface LifecycleStep {
  status: string | null;
  events: LifecycleEvent[];
  state: LifecycleState;
}
