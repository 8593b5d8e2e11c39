import { Tokenizer, TokenizerMode, type Token } from 'parse5';
import PostalMime from 'postal-mime';
import { invalidInput } from '../../lib/app-error.ts';

const MAX_NESTING_DEPTH = 16;
const MAX_HEADER_BYTES = 256 * 1024;
/** Lines that may begin a part; a message of a million parts is refused before it is parsed. */
const MAX_BOUNDARY_LINES = 2000;
const MAX_BODY_CHARACTERS = 1024 * 1024;
const MAX_LINKS = 200;
const MAX_LINK_CHARACTERS = 2048;
const PLAIN_LINK = /https?:\/\/[^\s<>"'`]+/gi;
const TRAILING_PUNCTUATION = /[).,;:!?\]}]+$/;

/**
 * The links of a message, each once: targets of `<a href>` and addresses in the plain text. What a link's text shows
 * is not looked at. Attached messages are not opened.
 * @throws AppError invalid_input `message_malformed` for a message that is too deep, too wide or too long.
 */
export async function extractLinks(message: Buffer): Promise<string[]> {
  assertNotTooManyParts(message);
  const { html, text } = await parse(message);
  if ((html?.length ?? 0) + (text?.length ?? 0) > MAX_BODY_CHARACTERS) throw malformed();
  const links = new Set<string>();
  for (const link of [...findHrefs(html ?? ''), ...findPlainLinks(text ?? '')]) {
    if (links.size < MAX_LINKS && link.length <= MAX_LINK_CHARACTERS) links.add(link);
  }
  return [...links];
}

async function parse(message: Buffer) {
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

function findPlainLinks(text: string): string[] {
  return (text.match(PLAIN_LINK) ?? []).map((link) => link.replace(TRAILING_PUNCTUATION, ''));
}

/** The tokenizer alone, without a tree: its work grows with the length, not with the depth. */
function findHrefs(html: string): string[] {
  const hrefs: string[] = [];
  const ignore = (): void => undefined;
  const tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: false },
    {
      onStartTag(tag) {
        const href = tag.tagName === 'a' ? findAttribute(tag, 'href') : undefined;
        if (href !== undefined) hrefs.push(href.trim());
        tokenizer.state = modeAfter(tag.tagName);
      },
      onComment: ignore,
      onDoctype: ignore,
      onEndTag: ignore,
      onEof: ignore,
      onCharacter: ignore,
      onNullCharacter: ignore,
      onWhitespaceCharacter: ignore,
    },
  );
  tokenizer.write(html, true);
  return hrefs;
}

function findAttribute(tag: Token.TagToken, name: string): string | undefined {
  return tag.attrs.find((attribute) => attribute.name === name)?.value;
}

/** Elements whose content is text to a browser, whatever looks like a tag in it. */
function modeAfter(tagName: string): Tokenizer['state'] {
  switch (tagName) {
    case 'script':
      return TokenizerMode.SCRIPT_DATA;
    case 'style':
    case 'iframe':
    case 'noembed':
    case 'noframes':
    case 'xmp':
      return TokenizerMode.RAWTEXT;
    case 'title':
    case 'textarea':
      return TokenizerMode.RCDATA;
    case 'plaintext':
      return TokenizerMode.PLAINTEXT;
    default:
      return TokenizerMode.DATA;
  }
}

function malformed(): Error {
  return invalidInput(
    'message_malformed',
    'The message is nested too deep, has too many parts or is too long.',
  );
}
