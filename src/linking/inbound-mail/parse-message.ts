import PostalMime from 'postal-mime';
import { invalidInput } from '../../lib/app-error.ts';
import { extractLinks } from './extract-links.ts';

const MAX_NESTING_DEPTH = 16;
const MAX_HEADER_BYTES = 256 * 1024;
/** Lines that may begin a part; a message of a million parts is refused before it is parsed. */
const MAX_BOUNDARY_LINES = 2000;
const MAX_BODY_CHARACTERS = 1024 * 1024;
const MAX_SUBJECT_CHARACTERS = 1000;

/** Of a message, what we act on. */
export interface ParsedMessage {
  subject: string | null;
  links: string[];
  /** In lower case, in their order, each once. */
  headerNames: string[];
}

/**
 * Reads a message. Attached messages are not opened. Call it through `parseInThread`: what it is given may be hostile.
 * @throws AppError invalid_input `message_malformed` for a message that is too deep, too wide or too long.
 */
export async function parseMessage(message: Uint8Array): Promise<ParsedMessage> {
  assertNotTooManyParts(Buffer.from(message.buffer, message.byteOffset, message.byteLength));
  const { html = '', text = '', subject, headers } = await parse(message);
  if (html.length + text.length > MAX_BODY_CHARACTERS) throw malformed();
  return {
    subject: subject?.slice(0, MAX_SUBJECT_CHARACTERS) ?? null,
    links: extractLinks({ html, text }),
    headerNames: [...new Set(headers.map(({ key }) => key.toLowerCase()))],
  };
}

export function malformed(): Error {
  return invalidInput(
    'message_malformed',
    'The message is nested too deep, has too many parts, is too long or takes too long to read.',
  );
}

async function parse(message: Uint8Array) {
  try {
    return await PostalMime.parse(message, {
      maxNestingDepth: MAX_NESTING_DEPTH,
      maxHeadersSize: MAX_HEADER_BYTES,
      forceRfc822Attachments: true,
    });
  } catch {
    throw malformed();
  }
}

function assertNotTooManyParts(message: Buffer): void {
  let count = 0;
  for (let at = message.indexOf('\n--'); at !== -1; at = message.indexOf('\n--', at + 3)) {
    count += 1;
    if (count > MAX_BOUNDARY_LINES) throw malformed();
  }
}
