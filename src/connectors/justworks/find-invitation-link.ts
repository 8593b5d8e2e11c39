import type { Site } from './web/site-schema.ts';

/** A token and nothing else. */
const TOKEN = '[A-Za-z0-9_-]{6,256}';
/** As mail systems add them. */
const QUERY = '\\?[A-Za-z0-9_.~%=&+-]*';
const TOKEN_QUERY = '\\?[A-Za-z0-9_.~%=&+-]{6,2000}';

type LinkRules = Pick<Site, 'invitationLinkOrigins' | 'invitationLinkPaths'> & {
  paths: Pick<Site['paths'], 'invitationPrefix'>;
};

/**
 * The one invitation link among a message's links; undefined when there is none, or when two differ and we would
 * have to choose. Pure.
 */
export function findInvitationLink(site: LinkRules, links: readonly string[]): string | undefined {
  const found = new Set(links.filter((link) => isInvitationLink(site, link)));
  return found.size === 1 ? [...found][0] : undefined;
}

/**
 * Compares the text as it was written, before any URL parser could bend it (user info, backslashes, escapes, other
 * ports, look-alike hosts), and then what the parser makes of it: both must name the same allowed place.
 */
export function isInvitationLink(site: LinkRules, link: string): boolean {
  const origin = site.invitationLinkOrigins.find((candidate) => link.startsWith(`${candidate}/`));
  if (origin === undefined) return false;
  const paths = [`${site.paths.invitationPrefix}*`, ...site.invitationLinkPaths];
  if (!paths.some((path) => matchesLinkPath(path, link.slice(origin.length)))) return false;
  const url = URL.parse(link);
  return (
    url !== null && url.href === link && url.origin === origin && url.username === '' && url.password === ''
  );
}

/** `*` stands for a token. A path without one takes its token in the query. */
export function matchesLinkPath(path: string, pathAndQuery: string): boolean {
  const pattern = path
    .split('*')
    .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join(TOKEN);
  const query = path.includes('*') ? `(${QUERY})?` : TOKEN_QUERY;
  return new RegExp(`^${pattern}${query}$`).test(pathAndQuery);
}
