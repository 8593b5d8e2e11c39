/** HTML that is safe to put into other HTML as it is. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | URLSearchParams | string | number | null | undefined | false | readonly Part[];

/** A template whose inserted values are escaped, except for HTML made by this function. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(
    strings.map((text, index) => (index === 0 ? '' : toText(parts[index - 1])) + text).join(''),
  );
}

function toText(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (isList(part)) return part.map(toText).join('');
  return String(part).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

function isList(part: Part): part is readonly Part[] {
  return Array.isArray(part);
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
