import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { RemoteCompany } from '../../contract.ts';
import { ConnectorError } from '../../errors.ts';
import { assertSignedIn, assertSignedInPath } from './page-checks.ts';
import { readHydration } from './page.ts';
import { declinePasskey } from './passkey.ts';
import type { Page, WebRemoteSession } from './web-session.ts';

const SUBJECT = 'company_choice';

const Companies = Type.Array(Type.Object({ id: Type.String({ minLength: 1 }), name: Type.String() }));

/** The companies that a log-in may choose from; null where it has no choice. */
export async function readCompanyChoice(web: WebRemoteSession): Promise<RemoteCompany[] | null> {
  const page = await lookAtChoice(web);
  const { paths } = web.site;
  if (page.url.pathname === paths.passkey) {
    await declinePasskey(web, page, SUBJECT);
    return findChoice(web, await lookAtChoice(web));
  }
  return findChoice(web, page);
}

async function lookAtChoice(web: WebRemoteSession): Promise<Page> {
  const url = web.resolve(web.site.paths.chooseCompany);
  const page = await web.follow(await web.exchange({ method: 'GET', url, subject: SUBJECT }), SUBJECT);
  assertSignedInPath(web.site, page.url, SUBJECT);
  assertSignedIn(web.site, page.content, SUBJECT);
  return page;
}

/** A log-in with one company has no such page: whatever stands in its place is not our concern here. */
function findChoice(web: WebRemoteSession, page: Page): RemoteCompany[] | null {
  if (page.status !== 200 || page.url.pathname !== web.site.paths.chooseCompany) return null;
  return findCompanies(web, page, SUBJECT) ?? null;
}

/**
 * Chooses the linked company; the only one where there is but one.
 * @returns its id
 * @throws ConnectorError company_choice_needed, wrong_company when the log-in has lost the linked one
 */
export async function chooseCompany(web: WebRemoteSession, page: Page, subject: string): Promise<string> {
  const companies = findCompanies(web, page, subject);
  if (!companies?.length) throw unexpected('The page to choose a company names none.', subject);
  const companyId = web.owner?.companyId ?? onlyOne(companies, subject);
  if (!companies.some(({ remoteCompanyId }) => remoteCompanyId === companyId)) {
    throw new ConnectorError('wrong_company', 'The log-in does not have the company that was linked.', {
      subject,
    });
  }
  const { fields, paths } = web.site;
  const answer = await web.submit(
    page,
    web.resolve(paths.chooseCompany),
    { [fields.companyId]: companyId },
    subject,
  );
  if (answer.redirectTo === null)
    throw unexpected(`The source took no choice of a company (${answer.status}).`, subject);
  return companyId;
}

function findCompanies(web: WebRemoteSession, page: Page, subject: string): RemoteCompany[] | undefined {
  const companies = readHydration(page.content, web.site.hydrationKeys.companies, subject);
  if (!Value.Check(Companies, companies)) return undefined;
  return companies.map(({ id, name }) => ({ remoteCompanyId: id, name }));
}

function onlyOne(companies: readonly RemoteCompany[], subject: string): string {
  if (companies.length === 1) return companies[0]!.remoteCompanyId;
  throw new ConnectorError('company_choice_needed', `The log-in has ${companies.length} companies.`, {
    subject,
  });
}

function unexpected(message: string, subject: string): ConnectorError {
  return new ConnectorError('unexpected_page', message, { subject });
}
