import type { ConnectionMethod } from '../../../connectors/contract.ts';
import type { LinkProblemCode } from '../../problem-codes.ts';

/** What happened, and what the admin can do. */
interface ProblemText {
  message: string;
  fix: string;
}
type ProblemTexts = Partial<Record<LinkProblemCode, ProblemText>>;

const ADD_AGAIN = 'Remove the service account in Justworks, then add it again with the same e-mail address.';
const TRY_AGAIN = 'Wait a few minutes and check again. If it stays, write to the support contact.';
const ASK_SUPPORT = 'Write to the support contact; nothing in Justworks needs to be changed.';
const AUTHORIZE_AGAIN = 'Open Justworks again from here and agree once more.';

/** Problems in words for an HR admin, where the way in matters by way in; what they can't act on is told as `other`. */
export const problems = {
  any: {
    permission_unknown: {
      message: 'Justworks did not tell clearly whether each permission is granted.',
      fix: TRY_AGAIN,
    },
    challenge_page: { message: 'Justworks asked our service to prove that it is a person.', fix: TRY_AGAIN },
    session_expired: {
      message: 'This link has ended.',
      fix: 'Ask the company that sent you here for a new link.',
    },
    budget_spent: {
      message: 'We have signed in to Justworks as often as we allow ourselves in one day.',
      fix: 'Come back tomorrow and check again.',
    },
    signed_out: {
      message: 'Justworks ended our session again and again.',
      fix: 'Wait a few minutes, then try again. If it stays, write to the support contact.',
    },
    company_left: {
      message: 'Justworks says that this company is no longer its customer.',
      fix: 'If that is not so, write to the support contact.',
    },
  },
  service_account: {
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
    second_factor_unsupported: {
      message: 'Justworks asks the service account for another second factor than our authenticator.',
      fix: ADD_AGAIN,
    },
    company_declined: {
      message: 'The invitation came from another company than the one that you want to connect.',
      fix: 'Remove the service account in that company. Then sign in to the right one in Justworks and add it there with the same values.',
    },
    invitation_used: { message: 'Somebody else has used the invitation.', fix: ADD_AGAIN },
    invitation_taken: {
      message: 'Somebody else has used the invitation and set a password.',
      fix: ADD_AGAIN,
    },
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
  },
  credentials: {
    bad_credentials: {
      message: 'Justworks did not accept this user name and password.',
      fix: 'Try them yourself at Justworks, then enter them here once more.',
    },
    password_expired: {
      message: 'This password has expired in Justworks.',
      fix: 'Set a new password in Justworks, then enter it here.',
    },
    code_refused: {
      message: 'Justworks did not accept the code of this authenticator.',
      fix: 'Copy the setup key of the authenticator again; it is the long key, not the six digits.',
    },
    authenticator_missing: {
      message: 'This log-in has no authenticator in Justworks, or it was reset.',
      fix: 'Set up an authenticator app in Justworks, and enter its setup key here.',
    },
    wrong_company: {
      message: 'This log-in opens another Justworks company than the one that was linked before.',
      fix: 'Enter the log-in of an administrator of the company that was linked before.',
    },
    company_declined: {
      message:
        'This log-in opens another company than the one that you want to connect. We have forgotten it.',
      fix: 'Enter the log-in of an administrator of the right company.',
    },
    second_factor_unsupported: {
      message:
        'Justworks asks this log-in for a text message, a call or a passkey, which only a person can answer.',
      fix: 'Set up an authenticator app for it in Justworks under Account settings, then enter its setup key here. Or connect another way.',
    },
    sign_in_interrupted: {
      message: 'The sign-in was interrupted on our side.',
      fix: 'Enter the log-in once more.',
    },
    permission_missing: {
      message: 'This log-in lacks a permission that is needed.',
      fix: 'Have the permissions marked as missing granted to this user, then check again.',
    },
  },
  oauth: {
    authorization_denied: {
      message: 'The connection was declined in Justworks.',
      fix: 'If that was a mistake, open Justworks again from here and agree.',
    },
    authorization_failed: {
      message: 'Justworks could not finish the consent.',
      fix: AUTHORIZE_AGAIN,
    },
    authorization_lost: {
      message: 'The consent was given, but its answer was lost on our side.',
      fix: AUTHORIZE_AGAIN,
    },
    code_refused: { message: 'Justworks did not confirm the consent.', fix: AUTHORIZE_AGAIN },
    grant_ended: { message: 'The consent has been withdrawn in Justworks.', fix: AUTHORIZE_AGAIN },
    bad_credentials: { message: 'Justworks did not confirm the consent.', fix: AUTHORIZE_AGAIN },
    wrong_company: {
      message: 'The consent was given for another Justworks company than the one that was linked before.',
      fix: 'Open Justworks again from here and choose the company that was linked before.',
    },
    company_declined: {
      message:
        'The consent was given for another company than the one that you want to connect. It has been withdrawn.',
      fix: 'Open Justworks again from here and choose the right company there.',
    },
    permission_missing: {
      message: 'The consent leaves out something that is needed.',
      fix: 'Open Justworks again from here and agree to everything that is marked as missing.',
    },
  },

  other: { message: 'Justworks did not answer as we expected.', fix: ASK_SUPPORT },
} satisfies Record<ConnectionMethod | 'any', ProblemTexts> & { other: ProblemText };
