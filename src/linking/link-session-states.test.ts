import { describe, expect, test } from 'vitest';
import {
  canTake,
  isFinal,
  nextState,
  type LinkSessionEvent,
  type LinkSessionState,
} from './link-session-states.ts';

const walk = (...events: LinkSessionEvent[]): LinkSessionState =>
  events.reduce<LinkSessionState>((state, event) => nextState(state, event), 'awaiting_consent');

describe('a link session', () => {
  test('walks from consent to linked', () => {
    expect(walk('consented', 'invitation_found', 'accepted', 'permissions_granted')).toBe('linked');
  });

  test('waits for permissions as often as it must', () => {
    const missing: LinkSessionEvent[] = ['permissions_missing', 'check_again'];
    expect(
      walk('consented', 'invitation_found', 'accepted', ...missing, ...missing, 'permissions_granted'),
    ).toBe('linked');
  });

  test('goes on after a failure', () => {
    expect(walk('consented', 'invitation_found', 'acceptance_failed', 'invitation_found', 'accepted')).toBe(
      'verifying_permissions',
    );
  });

  test('never links without a check of its permissions', () => {
    for (const state of [
      'awaiting_consent',
      'awaiting_invitation',
      'accepting_invitation',
      'awaiting_permissions',
      'failed',
    ] as const) {
      expect(canTake(state, 'permissions_granted')).toBe(false);
    }
  });

  test('takes nothing more once it has ended', () => {
    for (const state of ['linked', 'expired'] as const) {
      expect(isFinal(state)).toBe(true);
      expect(() => nextState(state, 'closed')).toThrow(
        expect.objectContaining({ code: 'link_session_transition' }),
      );
    }
  });
});
