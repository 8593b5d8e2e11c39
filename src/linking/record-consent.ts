import { inTransaction, type Trx } from '../db/transaction.ts';
import { AppError, invalidInput } from '../lib/app-error.ts';
import { waitForAccess } from './choose-method.ts';
import { consentOf } from './consent-of-session.ts';
import { toPlainText } from './consent-text.ts';
import { insertConsent } from './consents-store.ts';
import type { LinkingDeps } from './deps.ts';
import {
  lockLinkSession,
  moveSession,
  scopeOf,
  updateSession,
  type LinkSession,
  type LinkSessionKey,
} from './link-sessions-store.ts';
import { nameEmployer, readSessionAccount } from './session-account.ts';
import { languageOf } from './session-language.ts';
import { scopesOf } from './session-scopes.ts';
import type { SessionView } from './session-view.ts';
import { viewSession, type ViewSessionDeps } from './view-session.ts';

type Deps = ViewSessionDeps & Pick<LinkingDeps, 'clock'>;

export interface GivenConsent {
  /** What was shown, as the session named it. */
  agreement: string;
  /** Who agrees, as they wrote it. */
  personName: string;
}

/**
 * Records that the admin consents, with the text word by word, before there is any access to the source. Pressed twice,
 * it counts once. A relink of an account whose access works goes on to the check at once; mail that came before the consent
 * is looked at now.
 * @throws AppError not_found, invalid_input `person_unnamed`, conflict `link_session_transition` when the session has ended,
 * `agreement_changed`.
 */
export async function recordConsent(deps: Deps, input: LinkSessionKey & GivenConsent): Promise<SessionView> {
  await inTransaction(deps.db, async (trx) => {
    const session = await lockLinkSession(trx, input);
    if (session.consented_at !== null) return;
    const now = deps.clock.now();
    await storeText(deps, trx, session, { ...input, at: now });
    const state = await moveSession(trx, session, 'consented', { at: now, errorCode: null });
    const consented_scopes = JSON.stringify(scopesOf(session));
    await updateSession(trx, session, { consented_at: now, consented_scopes });
    await waitForAccess(trx, { ...session, state }, now);
  });
  return await viewSession(deps, input);
}

/** The text is made anew, so that no page can have another one stored than it was given. */
async function storeText(
  deps: Deps,
  trx: Trx,
  session: LinkSession,
  given: GivenConsent & { at: Date },
): Promise<void> {
  const account = await readSessionAccount(trx, session);
  const { agreement, ...text } = consentOf(session, account, deps.connectors.get(account.integration).name);
  if (agreement !== given.agreement) throw agreementChanged();
  const language = languageOf(session, account);
  await insertConsent(trx, scopeOf(session), {
    linkSessionId: session.id,
    givenAt: given.at,
    personName: parseName(given.personName),
    toldEmail: account.end_user_email_address,
    employerName: nameEmployer(account, language),
    method: session.connection_method,
    language,
    scopes: scopesOf(session),
    text: toPlainText(text),
    textHash: Buffer.from(agreement, 'base64url'),
  });
}

function parseName(text: string): string {
  const name = text.trim().replace(/\s+/g, ' ');
  if (name !== '') return name;
  throw invalidInput('person_unnamed', 'Who agrees must be named.', '/person_name');
}

const agreementChanged = () =>
  new AppError(
    'conflict',
    'agreement_changed',
    'What is asked for has changed since it was shown. Look at it again.',
    { pointer: '/agreement' },
  );
