import type { ConnectionMethod } from '../connectors/contract.ts';
import type { Language } from '../lib/language.ts';
import type { LinkProblemCode } from './problem-codes.ts';
import { wordsOf } from './words/index.ts';

export type { LinkProblemCode } from './problem-codes.ts';

/** A problem as the admin is told it. */
interface ProblemWords {
  code: string;
  message: string;
  fix: string;
}
type ProblemTexts = Partial<Record<string, { message: string; fix: string }>>;

/** In words for an HR admin, by whichever method they connect. */
export function describeProblem(code: string, method: ConnectionMethod, language: Language): ProblemWords {
  const { problems } = wordsOf(language);
  const [byMethod, any]: ProblemTexts[] = [problems[method], problems.any];
  return { code, ...(byMethod![code] ?? any![code] ?? problems.other) };
}

/** What the admin gave opens nothing: it must be given anew, and the same must not be tried again. */
const REFUSALS: Record<ConnectionMethod, ReadonlySet<string>> = {
  service_account: new Set<LinkProblemCode>(),
  credentials: new Set<LinkProblemCode>([
    'bad_credentials',
    'password_expired',
    'code_refused',
    'authenticator_missing',
    'second_factor_unsupported',
    'sign_in_interrupted',
  ]),
  oauth: new Set<LinkProblemCode>(['bad_credentials', 'code_refused', 'grant_ended', 'authorization_lost']),
};

export function isAccessRefused(method: ConnectionMethod, code: string | null): boolean {
  return code !== null && REFUSALS[method].has(code);
}

/** Codes after which the service account's credentials must not be tried again: a second refusal could lock the account. */
const NEED_INVITATION: ReadonlySet<string> = new Set<LinkProblemCode>([
  'bad_credentials',
  'password_expired',
  'code_refused',
  'authenticator_missing',
  'second_factor_unsupported',
  'invitation_used',
  'invitation_taken',
  'invitation_expired',
  'wrong_company',
]);

export function needsNewInvitation(code: string | null): boolean {
  return code !== null && NEED_INVITATION.has(code);
}
