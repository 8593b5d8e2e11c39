import { invalidInput } from '../lib/app-error.ts';

const MAX_CUSTOM_HEADERS = 10;
const MAX_NAME_LENGTH = 100;
const MAX_VALUE_LENGTH = 1000;

/** RFC 9110, 5.6.2: a token. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Visible ASCII, with blanks inside. Nothing that could end the line is among it. */
const VALUE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** What frames the message, says where it goes, who sends it and what proves that. */
const OURS =
  /^(?:host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|http2-settings|user-agent|accept-encoding|cookie|date|content-.*|proxy-.*|webhook-.*|x-merge-.*)$/;

/**
 * Headers that the receiver wants in every request, with lower-case names.
 * @throws AppError invalid_input `too_many_headers`, `header_name_malformed`, `header_name_refused`, `header_name_repeated`,
 * `header_value_malformed`; no value is repeated in a message
 */
export function parseCustomHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers);
  if (entries.length > MAX_CUSTOM_HEADERS) {
    throw refused('too_many_headers', `An endpoint has at most ${MAX_CUSTOM_HEADERS} custom headers.`);
  }
  const parsed = new Map<string, string>();
  for (const [given, value] of entries) {
    const name = parseName(given);
    if (parsed.has(name)) throw refused('header_name_repeated', `The header ${name} is named twice.`);
    parsed.set(name, parseValue(name, value));
  }
  return Object.fromEntries(parsed);
}

function parseName(given: string): string {
  if (given.length > MAX_NAME_LENGTH || !NAME.test(given)) {
    const message = `A header name is letters, digits and !#$%&'*+.^_\`|~-, at most ${MAX_NAME_LENGTH} of them.`;
    throw refused('header_name_malformed', message);
  }
  const name = given.toLowerCase();
  if (OURS.test(name)) {
    throw refused('header_name_refused', `The header ${name} can't be set: it belongs to the request.`);
  }
  return name;
}

function parseValue(name: string, value: string): string {
  if (value.length <= MAX_VALUE_LENGTH && VALUE.test(value)) return value;
  const message = `The value of ${name} must be visible ASCII characters, with blanks only between them, at most ${MAX_VALUE_LENGTH}.`;
  throw refused('header_value_malformed', message);
}

const refused = (code: string, message: string) => invalidInput(code, message, '/custom_headers');
