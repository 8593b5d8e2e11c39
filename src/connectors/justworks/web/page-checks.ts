import { ConnectorError } from '../../errors.ts';
import type { PageContent } from './page.ts';
import type { Site } from './site-schema.ts';

/** A page that asks whether we are a browser may stand anywhere, under any status. */
export function assertNoChallenge(site: Site, content: PageContent, subject: string): void {
  const isOurPage = content.hydrations.size > 0;
  const says = site.texts.challenge.some((text) => content.text.includes(text));
  if (!content.ids.has(site.texts.challengeElementId) && (isOurPage || !says)) return;
  throw new ConnectorError('challenge_page', 'The source asks whether we are a browser.', { subject });
}

/** @throws ConnectorError signed_out, password_expired, company_left when a redirect ended at one of the doors. */
export function assertSignedInPath(site: Site, url: URL, subject: string): void {
  if (url.pathname === site.paths.passwordExpired) {
    throw new ConnectorError('password_expired', 'The source wants a new password.', { subject });
  }
  if (url.pathname === site.paths.accountClosed) throw companyLeft(subject);
  if (url.pathname === site.paths.login || url.pathname === site.paths.twoFactor) throw signedOut(subject);
}

/**
 * The login page and the farewell may also stand in another page's place, with status 200.
 * @throws ConnectorError signed_out, company_left
 */
export function assertSignedIn(site: Site, content: PageContent, subject: string): void {
  if (content.hydrations.has(site.hydrationKeys.accountClosed)) throw companyLeft(subject);
  if (isLoginPage(site, content)) throw signedOut(subject);
}

export function isLoginPage(site: Site, content: PageContent): boolean {
  return content.forms.some(({ fields }) => {
    const names = new Set(fields.map((field) => field.name));
    const { userName, password, passwordConfirmation } = site.fields;
    return names.has(userName) && names.has(password) && !names.has(passwordConfirmation);
  });
}

/** Form errors come with status 200 and the word in the text (seen by a working scraper, 2021). */
export function showsError(site: Site, content: PageContent): boolean {
  return content.classes.has(site.texts.error) || content.text.toLowerCase().includes(site.texts.error);
}

/** The page is refused to this account, or is none that we know; that says nothing of any other page. */
export function isPageUnseen(error: unknown): error is ConnectorError {
  return error instanceof ConnectorError && ['permission_missing', 'unexpected_page'].includes(error.code);
}

function signedOut(subject: string): ConnectorError {
  return new ConnectorError('signed_out', 'The source shows its login page.', { subject });
}

function companyLeft(subject: string): ConnectorError {
  return new ConnectorError('company_left', 'The company is no longer a customer of the source.', {
    subject,
  });
}
