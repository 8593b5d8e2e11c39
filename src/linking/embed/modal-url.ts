import { createLinkError } from './link-error.ts';
import { readOrganizationId } from './link-token-claims.ts';

export interface ModalUrlParts {
  linkToken: string;
  /** Where `muster-link.js` was loaded from; null when the browser doesn't say. */
  scriptUrl: string | null;
  /** The service's base URL, for pages that bundle the script; wins over `scriptUrl`. */
  apiUrl: string | undefined;
  pageOrigin: string;
  nonce: string;
  /** Unless it looks as the browser is set. */
  theme?: 'light' | 'dark' | undefined;
}

/**
 * The modal's address. The token stands in the fragment, which is sent to no server and in no referrer.
 * @throws MusterLinkError when the token, the service or this page's origin can't be told.
 */
export function toModalUrl(parts: ModalUrlParts): URL {
  const organizationId = readOrganizationId(parts.linkToken);
  if (organizationId === null) throw createLinkError('link_token_invalid', 'linkToken is not a link token.');
  if (parts.pageOrigin === 'null')
    throw createLinkError('page_without_origin', 'this page has no origin. Serve it over HTTP.');
  const url = modalBase(parts);
  url.searchParams.set('o', organizationId);
  url.hash = new URLSearchParams({
    token: parts.linkToken,
    origin: parts.pageOrigin,
    nonce: parts.nonce,
    ...(parts.theme === undefined ? {} : { theme: parts.theme }),
  }).toString();
  return url;
}

function modalBase({ apiUrl, scriptUrl }: ModalUrlParts): URL {
  if (apiUrl !== undefined) return new URL(`${apiUrl.replace(/\/+$/, '')}/link`);
  if (scriptUrl === null)
    throw createLinkError('service_unknown', 'set apiUrl; the address of this script is unknown.');
  const directory = new URL('.', scriptUrl);
  return new URL(directory.pathname.replace(/\/$/, ''), directory.origin);
}
