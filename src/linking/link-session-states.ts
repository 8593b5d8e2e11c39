import { AppError } from '../lib/app-error.ts';

export type LinkSessionState =
  | 'awaiting_consent'
  | 'awaiting_invitation'
  | 'accepting_invitation'
  | 'verifying_permissions'
  | 'awaiting_permissions'
  | 'linked'
  | 'failed'
  | 'expired';

export type LinkSessionEvent =
  | 'consented'
  | 'invitation_found'
  | 'accepted'
  | 'acceptance_failed'
  | 'permissions_missing'
  | 'permissions_granted'
  | 'verification_failed'
  | 'check_again'
  | 'closed';

/** The whole walk on one screen. What is not in the table can't happen. */
const TRANSITIONS: Record<LinkSessionState, Partial<Record<LinkSessionEvent, LinkSessionState>>> = {
  awaiting_consent: { consented: 'awaiting_invitation', closed: 'expired' },
  awaiting_invitation: {
    invitation_found: 'accepting_invitation',
    // A relink of an account whose access still works needs no new invitation.
    check_again: 'verifying_permissions',
    closed: 'expired',
  },
  accepting_invitation: {
    accepted: 'verifying_permissions',
    acceptance_failed: 'failed',
    // A second invitation replaces one that could not be used.
    invitation_found: 'accepting_invitation',
    closed: 'expired',
  },
  verifying_permissions: {
    permissions_granted: 'linked',
    permissions_missing: 'awaiting_permissions',
    verification_failed: 'failed',
    closed: 'expired',
  },
  awaiting_permissions: {
    check_again: 'verifying_permissions',
    // The admin removed the service account and added it again.
    invitation_found: 'accepting_invitation',
    closed: 'expired',
  },
  // Failed is no dead end: a new invitation or another check goes on from here.
  failed: {
    invitation_found: 'accepting_invitation',
    check_again: 'verifying_permissions',
    closed: 'expired',
  },
  linked: {},
  expired: {},
};

export function isFinal(state: LinkSessionState): boolean {
  return state === 'linked' || state === 'expired';
}

/** @throws AppError conflict `link_session_transition` when the event can't happen in this state. */
export function nextState(state: LinkSessionState, event: LinkSessionEvent): LinkSessionState {
  const next = TRANSITIONS[state][event];
  if (!next) {
    throw new AppError(
      'conflict',
      'link_session_transition',
      `A link session in state ${state} can't take ${event}.`,
    );
  }
  return next;
}

export function canTake(state: LinkSessionState, event: LinkSessionEvent): boolean {
  return TRANSITIONS[state][event] !== undefined;
}
