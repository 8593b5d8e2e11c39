import { Tokenizer, TokenizerMode, type Token } from 'parse5';

const MAX_LINKS = 200;
const MAX_LINK_CHARACTERS = 2048;
const PLAIN_LINK = /https?:\/\/[^\s<>"'`]+/gi;
const TRAILING_PUNCTUATION = /[).,;:!?\]}]+$/;

/**
 * The links of a message's two bodies, each once: targets of `<a href>` and addresses in the plain text. What a link's
 * text shows is not looked at.
 */
export function extractLinks(body: { html: string; text: string }): string[] {
  const links = new Set<string>();
  for (const link of [...findHrefs(body.html), ...findPlainLinks(body.text)]) {
    if (links.size < MAX_LINKS && link.length <= MAX_LINK_CHARACTERS) links.add(link);
  }
  return [...links];
}

/** What is too long anyway goes before it is trimmed: on a megabyte of brackets the trimming would take hours. */
function findPlainLinks(text: string): string[] {
  return (text.match(PLAIN_LINK) ?? [])
    .filter((link) => link.length <= 2 * MAX_LINK_CHARACTERS)
    .map((link) => link.replace(TRAILING_PUNCTUATION, ''));
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
