import type { ConnectorErrorCode } from '../connectors/errors.ts';

/** Every reason why a link session failed or waits. */
export type LinkProblemCode =
  | ConnectorErrorCode
  | 'invitation_taken'
  | 'permission_unknown'
  | 'session_expired'
  // The consent's round trip came back with a no, with an error, or its code was lost on our side.
  | 'authorization_denied'
  | 'authorization_failed'
  | 'authorization_lost'
  // The admin said that another company than this one is meant.
  | 'company_declined'
  // Two sign-ins were begun and never came to an end: a third needs a person.
  | 'sign_in_interrupted';
