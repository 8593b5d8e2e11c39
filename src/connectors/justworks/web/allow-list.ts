import { ConnectorError } from '../../errors.ts';
import type { Site } from './site-schema.ts';

/**
 * The last gate before a request: nothing outside the site's list is ever asked for, whatever a page or a mail says.
 * @throws ConnectorError unexpected_page
 */
export function assertAllowedRequest(site: Site, method: string, url: URL, subject: string): void {
  if (!isAllowedRequest(site, method, url)) throw refused(subject);
}

export function isAllowedRequest(site: Site, method: string, url: URL): boolean {
  const origins = [...site.origins, ...site.invitationLinkOrigins];
  return hasOriginOf(url, origins) && isOnList(site.allowedRequests, method, url.pathname);
}

/** The same for the link to a finished report, which may lead to a file store. */
export function assertAllowedDownload(site: Site, url: URL, subject: string): void {
  if (hasOriginOf(url, site.extraDownloadOrigins)) return;
  const paths = [...site.allowedDownloads, ...site.allowedRequests];
  if (hasOriginOf(url, site.origins) && isOnList(paths, 'GET', url.pathname)) return;
  throw refused(subject);
}

function hasOriginOf(url: URL, origins: readonly string[]): boolean {
  return url.username === '' && url.password === '' && origins.includes(url.origin);
}

/** Whether a list of `METHOD /path` patterns has this request; `*` stands for one segment. */
export function isOnList(patterns: readonly string[], method: string, path: string): boolean {
  return patterns.some((pattern) => matches(pattern, `${method} ${path}`));
}

function matches(pattern: string, request: string): boolean {
  const expected = pattern.split('/');
  const actual = request.split('/');
  return (
    expected.length === actual.length &&
    expected.every((part, place) => (part === '*' ? actual[place] !== '' : part === actual[place]))
  );
}

function refused(subject: string): ConnectorError {
  return new ConnectorError('unexpected_page', 'The source leads to a place that is not on the list.', {
    subject,
  });
}
