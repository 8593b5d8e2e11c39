import { expect, it } from 'vitest';
import type { PermissionView } from '../session-view.ts';
import {
  countMissing,
  lastCheckedAt,
  sortByUrgency,
  toGrantedNames,
  toPermissionsToTick,
} from './permission-lists.ts';

function capability(change: Partial<PermissionView>): PermissionView {
  return {
    capability: 'census',
    permissions: ['Manage employees'],
    unlocks: 'names',
    reason: 'r',
    fix: 'f',
    is_required: true,
    state: 'unknown',
    checked_at: null,
    ...change,
  };
}

it('lists each permission once, those with the same use together', () => {
  const groups = toPermissionsToTick([
    capability({ capability: 'a', permissions: ['Manage', 'Invoices', 'Documents'], unlocks: 'names' }),
    capability({ capability: 'b', permissions: ['Manage'], unlocks: 'titles', is_required: false }),
    capability({ capability: 'c', permissions: ['Time off'], unlocks: 'absences', is_required: false }),
  ]);
  expect(groups).toEqual([
    { names: ['Manage'], unlocks: ['names', 'titles'], isRequired: true },
    { names: ['Invoices', 'Documents'], unlocks: ['names'], isRequired: true },
    { names: ['Time off'], unlocks: ['absences'], isRequired: false },
  ]);
});

it('puts what is missing and required first', () => {
  const sorted = sortByUrgency([
    capability({ capability: 'a', state: 'granted' }),
    capability({ capability: 'b', state: 'missing', is_required: false }),
    capability({ capability: 'c', state: 'unknown' }),
    capability({ capability: 'd', state: 'missing' }),
  ]);
  expect(sorted.map((entry) => entry.capability)).toEqual(['d', 'b', 'c', 'a']);
});

it('counts only what holds the link up', () => {
  expect(
    countMissing([
      capability({ state: 'missing' }),
      capability({ state: 'missing', is_required: false }),
      capability({ state: 'granted' }),
    ]),
  ).toBe(1);
});

it('knows when it was last checked', () => {
  expect(lastCheckedAt([capability({}), capability({})])).toBeNull();
  const times = ['2026-01-01T10:00:00Z', null, '2026-01-01T10:05:00Z'].map((checked_at) =>
    capability({ checked_at }),
  );
  expect(lastCheckedAt(times)).toBe('2026-01-01T10:05:00Z');
});

it('knows which permissions must be there already', () => {
  const names = toGrantedNames([
    capability({ permissions: ['A', 'B'], state: 'granted' }),
    capability({ permissions: ['B', 'C'], state: 'missing' }),
    capability({ permissions: ['D'], state: 'unknown' }),
  ]);
  expect([...names]).toEqual(['A', 'B']);
});
