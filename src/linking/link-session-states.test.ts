import { describe, expect, test } from 'vitest';
import type { ConnectionMethod } from '../connectors/contract.ts';
import {
  canTake,
  isBeforeAccess,
  isFinal,
  nextState,
  type LinkSessionEvent,
  type LinkSessionState,
} from './link-session-states.ts';

const walkBy = (method: ConnectionMethod, ...events: LinkSessionEvent[]): LinkSessionState =>
  events.reduce<LinkSessionState>((state, event) => nextState(state, event, method), 'awaiting_consent');
const walk = (...events: LinkSessionEvent[]): LinkSessionState => walkBy('service_account', ...events);

describe('a link session', () => {
  test('walks from consent to linked', () => {
    expect(walk('consented', 'invitation_found', 'accepted', 'permissions_granted')).toBe('linked');
  });

  test('walks by each method through what that method needs', () => {
    expect(walkBy('service_account', 'consented')).toBe('awaiting_invitation');
    expect(walkBy('credentials', 'consented')).toBe('awaiting_credentials');
    expect(walkBy('oauth', 'consented')).toBe('awaiting_authorization');
    expect(walkBy('credentials', 'consented', 'credentials_given', 'permissions_granted')).toBe('linked');
    expect(walkBy('oauth', 'consented', 'authorized', 'permissions_granted')).toBe('linked');
  });

  test('changes its method before the consent and while it waits', () => {
    expect(walkBy('oauth', 'method_chosen')).toBe('awaiting_consent');
    expect(nextState('awaiting_invitation', 'method_chosen', 'oauth')).toBe('awaiting_authorization');
    expect(nextState('awaiting_authorization', 'method_chosen', 'credentials')).toBe('awaiting_credentials');
    for (const state of ['accepting_invitation', 'verifying_permissions'] as const) {
      expect(canTake(state, 'method_chosen')).toBe(false);
    }
  });

  test('asks anew for what was refused', () => {
    expect(walkBy('credentials', 'consented', 'credentials_given', 'access_refused')).toBe(
      'awaiting_credentials',
    );
    expect(walkBy('oauth', 'consented', 'authorized', 'access_refused')).toBe('awaiting_authorization');
    expect(walkBy('oauth', 'consented', 'authorization_refused')).toBe('awaiting_authorization');
  });

  test('asks for the company when the log-in has several', () => {
    expect(walkBy('credentials', 'consented', 'credentials_given', 'company_unclear')).toBe(
      'awaiting_company',
    );
    expect(nextState('awaiting_company', 'company_chosen', 'credentials')).toBe('verifying_permissions');
    expect(nextState('awaiting_confirmation', 'company_unclear', 'credentials')).toBe('awaiting_company');
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
    expect(nextState('failed', 'method_chosen', 'credentials')).toBe('awaiting_credentials');
  });

  test('never links without a check of its permissions', () => {
    for (const state of [
      'awaiting_consent',
      'awaiting_invitation',
      'awaiting_credentials',
      'awaiting_authorization',
      'accepting_invitation',
      'awaiting_company',
      'awaiting_permissions',
      'failed',
    ] as const) {
      expect(canTake(state, 'permissions_granted')).toBe(false);
    }
  });

  test('has been given nothing before it works', () => {
    expect(isBeforeAccess('awaiting_credentials')).toBe(true);
    expect(isBeforeAccess('verifying_permissions')).toBe(false);
    expect(isBeforeAccess('awaiting_company')).toBe(false);
  });

  test('takes nothing more once it has ended', () => {
    for (const state of ['linked', 'expired'] as const) {
      expect(isFinal(state)).toBe(true);
      expect(() => nextState(state, 'closed', 'service_account')).toThrow(
        expect.objectContaining({ code: 'link_session_transition' }),
      );
    }
  });
});
