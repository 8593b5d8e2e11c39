import type { LifecycleEvent, LifecycleState } from './lifecycle-state.ts';
import { isHistory, type LifecycleFacts, type StartStep } from './lifecycle-start.ts';

type EndState = Pick<LifecycleState, 'offboardingScheduledFor' | 'terminatedOn'>;

/** What is to be told of an end: that it is to come, was taken back, has come. `start` is what was found before. */
export function advanceEnd(
  facts: LifecycleFacts,
  start: StartStep,
): { events: LifecycleEvent[]; state: EndState } {
  if (facts.person.status === 'INACTIVE') return end(facts);
  const { lastDay } = facts;
  const { offboardingScheduledFor: scheduled, terminatedOn } = start.state;
  const state = { offboardingScheduledFor: lastDay, terminatedOn };
  if (lastDay === scheduled) return { events: [], state };
  if (lastDay === null)
    return { events: [{ name: 'offboarding_canceled', effectiveDate: scheduled }], state };
  const event: LifecycleEvent = {
    name: 'offboarding_scheduled',
    effectiveDate: lastDay,
    ...(scheduled !== null && { previousEffectiveDate: scheduled }),
  };
  return { events: [event], state };
}

function end(facts: LifecycleFacts): { events: LifecycleEvent[]; state: EndState } {
  const { told, before, person, day, context } = facts;
  const isTold = told.terminatedOn !== null || before?.status === 'INACTIVE';
  const isSilent = isTold || (before === null && (context.isFirstSight || isHistory(facts)));
  const state = {
    offboardingScheduledFor: null,
    terminatedOn: person.terminationDate ?? told.terminatedOn ?? day,
  };
  return { events: isSilent ? [] : [{ name: 'terminated', effectiveDate: person.terminationDate }], state };
}
