import type { PermissionView } from '../session-view.ts';

/** Permissions that unlock the same together. */
export interface PermissionsToTickGroup {
  names: string[];
  /** What they help to unlock, without repeats. */
  unlocks: string[];
  isRequired: boolean;
}

/**
 * Capabilities share permissions, but a person ticks each box once: one entry per permission, in first-seen order,
 * and those that serve the same capabilities stand together so that the reason is read once.
 */
export function toPermissionsToTick(capabilities: readonly PermissionView[]): PermissionsToTickGroup[] {
  const names = new Set(capabilities.flatMap(({ permissions }) => permissions));
  const groups = new Map<string, PermissionsToTickGroup>();
  for (const name of names) {
    const served = capabilities.filter(({ permissions }) => permissions.includes(name));
    const key = served.map(({ capability }) => capability).join();
    const group = groups.get(key) ?? { names: [], ...describe(served) };
    group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function describe(served: readonly PermissionView[]): Pick<PermissionsToTickGroup, 'unlocks' | 'isRequired'> {
  return {
    unlocks: [...new Set(served.map(({ unlocks }) => unlocks))],
    isRequired: served.some(({ is_required }) => is_required),
  };
}

const URGENCY: Record<PermissionView['state'], number> = { missing: 0, unknown: 1, granted: 2 };

/** What needs the person first: missing and required, then missing, then not known yet, then granted. */
export function sortByUrgency(capabilities: readonly PermissionView[]): PermissionView[] {
  return capabilities.toSorted(
    (a, b) => URGENCY[a.state] - URGENCY[b.state] || Number(b.is_required) - Number(a.is_required),
  );
}

export function countMissing(capabilities: readonly PermissionView[]): number {
  return capabilities.filter(({ state, is_required }) => state === 'missing' && is_required).length;
}

/** A permission that a granted capability needs is there, even if another capability that needs it is not. */
export function toGrantedNames(capabilities: readonly PermissionView[]): Set<string> {
  return new Set(
    capabilities.filter(({ state }) => state === 'granted').flatMap(({ permissions }) => permissions),
  );
}

/** When the list was last verified as a whole; null before the first time. */
export function lastCheckedAt(capabilities: readonly PermissionView[]): string | null {
  return capabilities
    .map(({ checked_at }) => checked_at)
    .reduce((a, b) => (a !== null && (b === null || a > b) ? a : b), null);
}
