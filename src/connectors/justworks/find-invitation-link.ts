import type { Site } from './web/site-schema.ts';

/** A token and nothing else; a query may follow, as mail systems add them. */
const AFTER_PREFIX = /^[A-Za-z0-9_-]{6,256}(\?[A-Za-z0-9_.~%=&+-]*)?$/;

type LinkRules = Pick<Site, 'invitationLinkOrigins'> & { paths: Pick<Site['paths'], 'invitationPrefix'> };

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
  const { invitationPrefix } = site.paths;
  const origin = site.invitationLinkOrigins.find((candidate) =>
    link.startsWith(candidate + invitationPrefix),
  );
  if (origin === undefined || !AFTER_PREFIX.test(link.slice(origin.length + invitationPrefix.length)))
    return false;
  const url = URL.parse(link);
  return (
    url !== null && url.href === link && url.origin === origin && url.username === '' && url.password === ''
  );
}
