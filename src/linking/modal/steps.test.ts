import { expect, it } from 'vitest';
import type { PermissionView } from '../session-view.ts';
import { toStep } from './steps.ts';

it.each([
  ['awaiting_consent', 'agree'],
  ['awaiting_invitation', 'add_user'],
  ['awaiting_credentials', 'add_user'],
  ['awaiting_authorization', 'add_user'],
  ['awaiting_company', 'add_user'],
  ['accepting_invitation', 'add_user'],
  ['verifying_permissions', 'permissions'],
  ['awaiting_permissions', 'permissions'],
  ['linked', 'done'],
  ['expired', null],
] as const)('%s stands at %s', (state, step) => {
  expect(toStep({ state, permissions: [] })).toBe(step);
});

it('places a failure where it happened', () => {
  const checked = { checked_at: '2026-01-01T00:00:00Z' } as PermissionView;
  const unchecked = { checked_at: null } as PermissionView;
  expect(toStep({ state: 'failed', permissions: [unchecked] })).toBe('add_user');
  expect(toStep({ state: 'failed', permissions: [unchecked, checked] })).toBe('permissions');
});
