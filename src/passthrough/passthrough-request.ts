import { AppError, invalidInput } from '../lib/app-error.ts';

/** Longer addresses are refused by servers on the way. */
const MAX_PATH_LENGTH = 2000;
/** What a caller may say beside the path. The grant, the host and the kind of answer are ours to say. */
const PASSED_HEADERS = new Set(['accept-language', 'if-none-match', 'if-modified-since']);
const HEADER_VALUE = /^[\x20-\x7e]{1,500}$/;
const PLAIN_PATHNAME = /^(?:\/[A-Za-z0-9._~-]+)+$/;

/** What the partner asks to be passed through, as it came. */
export interface WantedRequest {
  method: string;
  path: string;
  headers?: Readonly<Record<string, unknown>> | null;
  baseUrlOverride?: string | null;
  hasBody: boolean;
}

/** One GET of a place of the source's API. */
export interface CheckedRequest {
  /** With its query. */
  path: string;
  pathname: string;
  /** Lower-case names. */
  headers: Record<string, string>;
}

/**
 * Nothing but a GET without a body, to the source's own host, of a plain path.
 * @throws AppError forbidden `passthrough_method_refused`; invalid_input `base_url_override_refused`,
 * `passthrough_body_refused`, `passthrough_path_invalid`, `passthrough_header_invalid`
 */
export function checkRequest(wanted: WantedRequest): CheckedRequest {
  if (wanted.method !== 'GET')
    throw new AppError(
      'forbidden',
      'passthrough_method_refused',
      'Only GET is passed through: nothing is written.',
      {
        pointer: '/method',
      },
    );
  if (wanted.baseUrlOverride)
    throw invalidInput(
      'base_url_override_refused',
      'Requests go to the source’s own host only.',
      '/base_url_override',
    );
  if (wanted.hasBody)
    throw invalidInput('passthrough_body_refused', 'A GET has no body: put it into the query.', '/data');
  return { ...readPath(wanted.path), headers: pickHeaders(wanted.headers ?? {}) };
}

/** Dots, escapes and double slashes could mean another place to the source than to us. */
function readPath(path: string): { path: string; pathname: string } {
  const url = path.length <= MAX_PATH_LENGTH ? URL.parse(path, 'https://source.invalid') : null;
  const pathname = path.split('?')[0]!;
  const isPlain = PLAIN_PATHNAME.test(pathname) && url?.pathname === pathname;
  if (!isPlain || url.host !== 'source.invalid' || path.includes('#'))
    throw invalidInput(
      'passthrough_path_invalid',
      'The path begins with a slash and has plain segments; a query may follow.',
      '/path',
    );
  return { path: url.pathname + url.search, pathname };
}

function pickHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [given, value] of Object.entries(headers)) {
    const name = given.toLowerCase();
    if (!PASSED_HEADERS.has(name)) continue;
    if (typeof value !== 'string' || !HEADER_VALUE.test(value))
      throw invalidInput('passthrough_header_invalid', `The header ${name} is no plain text.`, '/headers');
    passed[name] = value;
  }
  return passed;
}
