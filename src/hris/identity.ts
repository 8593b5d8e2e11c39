import type { PersonSignals } from './snapshot.ts';

/** An existing person who shares at least one signal with the row in question. */
export interface PersonCandidate {
  id: string;
  isDeleted: boolean;
  signals: PersonSignals;
}

export type PersonResolution =
  | { outcome: 'known'; id: string }
  | { outcome: 'new' }
  /** Several people, or signals that contradict each other: a person must look, nothing is guessed. */
  | { outcome: 'ambiguous'; ids: string[] }
  /** The row says nothing that could be met again. */
  | { outcome: 'unidentifiable' };

type Signal = 'remoteId' | 'workId' | 'workEmail' | 'personalEmail' | 'nameAndBirth';

/** The strongest first. */
const SIGNALS: readonly Signal[] = ['remoteId', 'workId', 'workEmail', 'personalEmail', 'nameAndBirth'];
/** Only these bring a deleted record back to life. */
const STRONG: readonly Signal[] = ['remoteId', 'workId', 'workEmail'];

/**
 * Says who a row is about. The source's immutable id settles it; Work ID and work e-mail together do where name and birth
 * date are not both another's; otherwise all signals must agree, because each of them can be edited, shared or used again.
 * Deleted people count only where nobody living matches.
 */
export function resolvePerson(
  signals: PersonSignals,
  candidates: readonly PersonCandidate[],
): PersonResolution {
  if (SIGNALS.every((signal) => valueOf(signal, signals) === null)) return { outcome: 'unidentifiable' };
  const possible = candidates.filter((candidate) => !isOtherRemoteId(signals, candidate.signals));
  const living = possible.filter((one) => !one.isDeleted && matches(SIGNALS, signals, one));
  if (living.length > 0) return settle(signals, living);
  const deleted = possible.filter((one) => one.isDeleted && matches(STRONG, signals, one));
  return deleted.length > 0 ? settle(signals, deleted) : { outcome: 'new' };
}

/** @param people all of whom match at least one signal */
function settle(signals: PersonSignals, people: readonly PersonCandidate[]): PersonResolution {
  const person = findByImmutableId(signals, people);
  if (person) return { outcome: 'known', id: person.id };
  const only = findByBothWorkSignals(signals, people) ?? onlyOne(agreeingPeople(signals, people));
  if (!only) return { outcome: 'ambiguous', ids: people.map((one) => one.id) };
  if (!isSomebodyElse(signals, only.signals)) return { outcome: 'known', id: only.id };
  // A Work ID, an address or both that were given to somebody new: safe to see only where their old owner is gone.
  return only.isDeleted ? { outcome: 'new' } : { outcome: 'ambiguous', ids: [only.id] };
}

function findByImmutableId(
  signals: PersonSignals,
  people: readonly PersonCandidate[],
): PersonCandidate | undefined {
  return onlyOne(people.filter((one) => matches(['remoteId'], signals, one)));
}

function findByBothWorkSignals(
  signals: PersonSignals,
  people: readonly PersonCandidate[],
): PersonCandidate | undefined {
  const byId = people.filter((one) => matches(['workId'], signals, one));
  const byEmail = people.filter((one) => matches(['workEmail'], signals, one));
  return byId.length === 1 && byEmail.length === 1 && byId[0] === byEmail[0] ? byId[0] : undefined;
}

/** Those whom every signal that points to anybody points to. */
function agreeingPeople(
  signals: PersonSignals,
  people: readonly PersonCandidate[],
): readonly PersonCandidate[] {
  return SIGNALS.reduce((left, signal) => {
    const found = people.filter((one) => matches([signal], signals, one));
    return found.length === 0 ? left : left.filter((one) => found.includes(one));
  }, people);
}

/** Both have a name and a birth date, and neither is the same. */
export function isSomebodyElse(a: PersonSignals, b: PersonSignals): boolean {
  return differs(a.nameKey, b.nameKey) && differs(a.birthDate, b.birthDate);
}

const isOtherRemoteId = (a: PersonSignals, b: PersonSignals): boolean => differs(a.remoteId, b.remoteId);
const differs = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b;
const onlyOne = <T>(items: readonly T[]): T | undefined => (items.length === 1 ? items[0] : undefined);

function matches(wanted: readonly Signal[], signals: PersonSignals, candidate: PersonCandidate): boolean {
  return wanted.some((signal) => {
    const value = valueOf(signal, signals);
    return value !== null && value === valueOf(signal, candidate.signals);
  });
}

function valueOf(signal: Signal, signals: PersonSignals): string | null {
  if (signal !== 'nameAndBirth') return signals[signal];
  return signals.nameKey === null || signals.birthDate === null
    ? null
    : `${signals.nameKey} ${signals.birthDate}`;
}
