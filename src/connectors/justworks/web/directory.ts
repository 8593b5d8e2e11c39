import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { PeopleCount } from '../../contract.ts';
import { ConnectorError } from '../../errors.ts';
import { isPageUnseen } from './page-checks.ts';
import { readHydration } from './page.ts';
import type { Page, WebRemoteSession } from './web-session.ts';

const SUBJECT = 'directory';

/** Of a person, nothing but that there is one. */
const Directory = Type.Array(Type.Object({ id: Type.String({ minLength: 1 }) }));

/**
 * Counts the directory: who works there now and is not hidden, which is less than the roster, for one page and no report.
 * Null where the page is closed to this account, or is not as we know it.
 */
export async function countListedPeople(web: WebRemoteSession): Promise<PeopleCount | null> {
  try {
    return { people: await countOnPage(web), countedIn: 'directory' };
  } catch (error) {
    if (!isPageUnseen(error)) throw error;
    web.context.log.warn({ code: error.code, reason: error.message }, 'justworks.people_not_counted');
    return null;
  }
}

async function countOnPage(web: WebRemoteSession): Promise<number> {
  const page = await web.open(web.site.paths.directory, SUBJECT);
  const listed = readHydration(page.content, web.site.hydrationKeys.directory, SUBJECT);
  if (!Value.Check(Directory, listed)) throw unexpected('The directory is missing or has another shape.');
  // Whoever is signed in sees at least colleagues: an empty list may be one that a script fills.
  if (listed.length === 0) throw unexpected('The directory lists nobody.');
  if (goesOnElsewhere(page)) throw unexpected('The directory goes on on another page.');
  return new Set(listed.map(({ id }) => id)).size;
}

/** A link to the same page with a query, such as `?page=2`. */
function goesOnElsewhere({ url, content }: Page): boolean {
  return content.links.some(({ href }) => {
    const target = URL.parse(href, url);
    return target !== null && target.pathname === url.pathname && target.search !== '';
  });
}

function unexpected(message: string): ConnectorError {
  return new ConnectorError('unexpected_page', message, { subject: SUBJECT });
}
