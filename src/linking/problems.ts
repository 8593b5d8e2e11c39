import type { ConnectorErrorCode } from '../connectors/errors.ts';

/** Every reason why a link session failed or waits. */
export type LinkProblemCode =
  ConnectorErrorCode | 'invitation_taken' | 'permission_unknown' | 'session_expired';

interface ProblemText {
  message: string;
  fix: string;
}

const ADD_AGAIN = 'Remove the service account in Justworks, then add it again with the same e-mail address.';
const TRY_AGAIN = 'Wait a few minutes and check again. If it stays, write to the support contact.';
const ASK_SUPPORT = 'Write to the support contact; nothing in Justworks needs to be changed.';

/** Problems in words for an HR admin; what they can't act on is told as such. */
const TEXTS: Partial<Record<LinkProblemCode, ProblemText>> = {
  bad_credentials: { message: 'Justworks refused the service account’s password.', fix: ADD_AGAIN },
  password_expired: { message: 'The service account’s password has expired in Justworks.', fix: ADD_AGAIN },
  code_refused: { message: 'Justworks refused the service account’s authenticator code.', fix: ADD_AGAIN },
  authenticator_missing: {
    message: 'The service account has another authenticator than ours.',
    fix: ADD_AGAIN,
  },
  wrong_company: {
    message: 'The invitation came from another Justworks company than the one that was linked before.',
    fix: 'Add the service account in the company that was linked before.',
  },
  invitation_used: { message: 'Somebody else has used the invitation.', fix: ADD_AGAIN },
  invitation_taken: { message: 'Somebody else has used the invitation and set a password.', fix: ADD_AGAIN },
  invitation_expired: {
    message: 'The invitation has expired.',
    fix: 'Send the invitation again from the service account’s page in Justworks.',
  },
  invitation_demands_person: {
    message: 'The invitation asks for details that only a person can give.',
    fix: 'Check that the member type is “3rd Party Admin / Accountant”, then send the invitation again.',
  },
  permission_missing: {
    message: 'The service account lacks a permission that is needed.',
    fix: 'Grant the permissions marked as missing, then check again.',
  },
  permission_unknown: {
    message: 'Justworks did not tell clearly whether each permission is granted.',
    fix: TRY_AGAIN,
  },
  challenge_page: { message: 'Justworks asked our service to prove that it is a person.', fix: TRY_AGAIN },
  session_expired: {
    message: 'This link has ended.',
    fix: 'Ask the company that sent you here for a new link.',
  },
};

export function describeProblem(code: string): ProblemText & { code: string } {
  const text = TEXTS[code as LinkProblemCode];
  return { code, ...(text ?? { message: 'Justworks did not answer as we expected.', fix: ASK_SUPPORT }) };
}

/** Codes after which the same credentials must not be tried again: a second refusal could lock the account. */
const NEED_INVITATION: ReadonlySet<string> = new Set<LinkProblemCode>([
  'bad_credentials',
  'password_expired',
  'code_refused',
  'authenticator_missing',
  'invitation_used',
  'invitation_taken',
  'invitation_expired',
  'wrong_company',
]);

export function needsNewInvitation(code: string | null): boolean {
  return code !== null && NEED_INVITATION.has(code);
}
