import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

export type UrlFindingCode =
  'url_malformed' | 'url_not_https' | 'url_has_credentials' | 'url_port_refused' | 'url_address_refused';

/** Why a URL must not be called. `message` is for the person who wrote the URL and does not repeat it. */
export interface UrlFinding {
  code: UrlFindingCode;
  message: string;
}

const MAX_URL_LENGTH = 2048;
const LOWEST_UNPRIVILEGED_PORT = 1024;
const HTTPS_PORT = 443;

/** Services that are never a web server and take harm from what a stranger sends. Below 1024 only 443 is free. */
const REFUSED_PORTS = new Set([
  1433, 1521, 2049, 2181, 2375, 2376, 2379, 2380, 3306, 3389, 5432, 5433, 5672, 5900, 5984, 6379, 6380, 6443,
  8086, 9042, 9092, 9200, 9300, 10250, 11211, 27017, 27018, 27019,
]);

const LOCAL_NAME = /^localhost$|\.(localhost|local|internal|home\.arpa)$/;

export function isPortAllowed(port: number): boolean {
  return port === HTTPS_PORT || (port >= LOWEST_UNPRIVILEGED_PORT && !REFUSED_PORTS.has(port));
}

/** The URL's host without brackets and trailing dot, as a resolver or `isIP` wants it. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

export function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' ? HTTPS_PORT : 80);
}

/**
 * What can be said of a URL before a name is resolved, for the moment it is entered. It is a courtesy: the gateway
 * checks the address again inside each connection. Undefined means nothing is wrong.
 */
export function checkUrlShape(
  text: string,
  options: { isLoopbackHttpAllowed: boolean },
): UrlFinding | undefined {
  const url = parseUrl(text);
  if (!url) return { code: 'url_malformed', message: 'The URL must be absolute and without blanks.' };
  if (url.username || url.password) {
    return { code: 'url_has_credentials', message: 'The URL must not carry a user name or password.' };
  }
  if (options.isLoopbackHttpAllowed && isLoopbackName(hostOf(url))) return checkLoopback(url);
  return checkScheme(url) ?? checkPort(url) ?? checkHost(hostOf(url));
}

function parseUrl(text: string): URL | undefined {
  if (text.length > MAX_URL_LENGTH || /[\s\p{Cc}\\]/u.test(text)) return undefined;
  return URL.parse(text) ?? undefined;
}

function isLoopbackName(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Development: http or https, on any port that is free to be a web server's. */
function checkLoopback(url: URL): UrlFinding | undefined {
  return url.protocol === 'http:' ? checkPort(url) : (checkScheme(url) ?? checkPort(url));
}

function checkScheme(url: URL): UrlFinding | undefined {
  if (url.protocol === 'https:') return undefined;
  return { code: 'url_not_https', message: 'The URL must start with https://.' };
}

function checkPort(url: URL): UrlFinding | undefined {
  if (isPortAllowed(portOf(url))) return undefined;
  return {
    code: 'url_port_refused',
    message: 'The port must be 443, or 1024 and above and not a database port.',
  };
}

function checkHost(host: string): UrlFinding | undefined {
  const isRefused = isIP(host) ? !isPublicAddress(host) : !host.includes('.') || LOCAL_NAME.test(host);
  return isRefused
    ? { code: 'url_address_refused', message: 'The URL must name a host on the public Internet.' }
    : undefined;
}
