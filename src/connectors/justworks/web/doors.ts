import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { chooseCompany } from './companies.ts';
import { readHydration } from './page.ts';
import { declinePasskey } from './passkey.ts';
import type { Page, WebRemoteSession } from './web-session.ts';
import type { Site } from './site-schema.ts';

const CurrentCompany = Type.Object({ id: Type.String({ minLength: 1 }) });

/** What was passed; `companyId` when it was the choice of a company. */
interface PassedDoor {
  companyId: string | null;
}

/**
 * Goes through a page that stands before every other one after a sign-in: the offer of a passkey is declined, since a
 * passkey would belong to a device that we don't have, and the linked company is chosen.
 * @returns null when the page is no such door
 * @throws ConnectorError company_choice_needed, wrong_company, unexpected_page
 */
export async function passDoor(
  web: WebRemoteSession,
  page: Page,
  subject: string,
): Promise<PassedDoor | null> {
  const { paths } = web.site;
  if (page.url.pathname === paths.passkey) {
    await declinePasskey(web, page, subject);
    return { companyId: null };
  }
  if (page.url.pathname !== paths.chooseCompany) return null;
  const companyId = await chooseCompany(web, page, subject);
  await web.owner?.saveRemoteSession(web.toState());
  return { companyId };
}

/** The company that a signed-in page says it is of; null where it says nothing. */
export function readShownCompanyId(site: Site, page: Page, subject: string): string | null {
  const shown = readHydration(page.content, site.hydrationKeys.currentCompany, subject);
  return Value.Check(CurrentCompany, shown) ? shown.id : null;
}
