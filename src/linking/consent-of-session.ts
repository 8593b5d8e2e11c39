import { toAgreement, writeConsent, type ConsentSubject, type ConsentText } from './consent-text.ts';
import type { LinkSession } from './link-sessions-store.ts';
import { nameEmployer, type SessionAccount } from './session-account.ts';
import { languageOf } from './session-language.ts';
import { scopesOf } from './session-scopes.ts';

/** The text together with what names exactly it; given back with the consent. */
export interface SessionConsent extends ConsentText {
  agreement: string;
}

/** What the session asks the admin for, in the admin's language, as it stands now. */
export function consentOf(session: LinkSession, account: SessionAccount, source: string): SessionConsent {
  const language = languageOf(session, account);
  const subject: ConsentSubject = {
    organization: account.organization_name,
    employer: nameEmployer(account, language),
    source,
    method: session.connection_method,
    scopes: scopesOf(session),
    syncIntervalSeconds: account.sync_interval_seconds,
  };
  const text = writeConsent(subject, language);
  return { ...text, agreement: toAgreement(text) };
}
