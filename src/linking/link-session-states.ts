import type { ConnectionMethod } from '../connectors/contract.ts';
import { AppError } from '../lib/app-error.ts';

export type LinkSessionState =
  | 'awaiting_consent'
  | 'awaiting_invitation'
  | 'awaiting_credentials'
  | 'awaiting_authorization'
  | 'accepting_invitation'
  | 'verifying_permissions'
  | 'awaiting_company'
  | 'awaiting_confirmation'
  | 'awaiting_permissions'
  | 'linked'
  | 'failed'
  | 'expired';

export type LinkSessionEvent =
  | 'consented'
  | 'method_chosen'
  | 'invitation_found'
  | 'invitation_resent'
  | 'accepted'
  | 'acceptance_failed'
  | 'credentials_given'
  | 'authorized'
  | 'authorization_refused'
  | 'access_refused'
  | 'company_unclear'
  | 'company_chosen'
  | 'company_found'
  | 'company_confirmed'
  | 'company_declined'
  | 'permissions_missing'
  | 'permissions_lost'
  | 'permissions_granted'
  | 'verification_failed'
  | 'check_again'
  | 'closed';

/** Stands in the table for the state in which the session waits for what its connection method needs. */
const WAITING = 'waiting';

const WAITING_STATES: Record<ConnectionMethod, LinkSessionState> = {
  service_account: 'awaiting_invitation',
  credentials: 'awaiting_credentials',
  oauth: 'awaiting_authorization',
};

type Transitions = Partial<Record<LinkSessionEvent, LinkSessionState | typeof WAITING>>;

/** The whole walk on one screen. What is not in the table can't happen. */
const TRANSITIONS: Record<LinkSessionState, Transitions> = {
  awaiting_consent: {
    method_chosen: 'awaiting_consent',
    consented: WAITING,
    // A relink under a consent that still covers everything starts where the problem is.
    permissions_lost: 'awaiting_permissions',
    closed: 'expired',
  },
  awaiting_invitation: {
    method_chosen: WAITING,
    invitation_found: 'accepting_invitation',
    invitation_resent: 'awaiting_invitation',
    // A relink of an account whose access still works needs no new invitation.
    check_again: 'verifying_permissions',
    closed: 'expired',
  },
  awaiting_credentials: {
    method_chosen: WAITING,
    credentials_given: 'verifying_permissions',
    check_again: 'verifying_permissions',
    closed: 'expired',
  },
  awaiting_authorization: {
    method_chosen: WAITING,
    authorized: 'verifying_permissions',
    // The admin said no, or the source did; another try is one click away.
    authorization_refused: 'awaiting_authorization',
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
    // The log-in has several companies, and nobody said which.
    company_unclear: 'awaiting_company',
    // All is granted, and nobody has said yet that this company is meant.
    company_found: 'awaiting_confirmation',
    // What the admin gave opens nothing: it is given anew.
    access_refused: WAITING,
    verification_failed: 'failed',
    closed: 'expired',
  },
  awaiting_company: {
    company_chosen: 'verifying_permissions',
    method_chosen: WAITING,
    invitation_found: 'accepting_invitation',
    closed: 'expired',
  },
  awaiting_confirmation: {
    company_confirmed: 'linked',
    // It is another one: what was given opens the wrong company.
    company_declined: WAITING,
    // Of several that the log-in has, another one is meant.
    company_unclear: 'awaiting_company',
    method_chosen: WAITING,
    invitation_found: 'accepting_invitation',
    closed: 'expired',
  },
  awaiting_permissions: {
    check_again: 'verifying_permissions',
    method_chosen: WAITING,
    // The admin removed the service account and added it again.
    invitation_found: 'accepting_invitation',
    closed: 'expired',
  },
  // Failed is no dead end: a new invitation, another check or another method goes on from here.
  failed: {
    invitation_found: 'accepting_invitation',
    invitation_resent: 'awaiting_invitation',
    check_again: 'verifying_permissions',
    method_chosen: WAITING,
    closed: 'expired',
  },
  linked: {},
  expired: {},
};

export function isFinal(state: LinkSessionState): boolean {
  return state === 'linked' || state === 'expired';
}

/** @throws AppError conflict `link_session_transition` when the event can't happen in this state. */
export function nextState(
  state: LinkSessionState,
  event: LinkSessionEvent,
  method: ConnectionMethod,
): LinkSessionState {
  const next = TRANSITIONS[state][event];
  if (!next) {
    throw new AppError(
      'conflict',
      'link_session_transition',
      `A link session in state ${state} can't take ${event}.`,
    );
  }
  return next === WAITING ? WAITING_STATES[method] : next;
}

export function canTake(state: LinkSessionState, event: LinkSessionEvent): boolean {
  return TRANSITIONS[state][event] !== undefined;
}

/** Nothing was given yet, so that another method costs nothing. */
export function isBeforeAccess(state: LinkSessionState): boolean {
  return state === 'awaiting_consent' || Object.values(WAITING_STATES).includes(state);
}
