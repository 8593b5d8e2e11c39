import type { MailKind, MailRules } from '../connectors/contract.ts';
import { toTextShape } from '../lib/text-shape.ts';
import type { ParsedMessage } from './inbound-mail/parse-message.ts';

const MAX_HEADERS = 60;
const MAX_LINK_SHAPES = 50;
const MAX_SUBJECT_SHAPE = 80;
const HEADER_NAME = /^[a-z][a-z0-9-]{0,49}$/;
/** A word as people name pages; longer ones, and any with a digit or a capital, may be a token. */
const PATH_WORD = /^[a-z][a-z_-]{0,19}$/;
const QUERY_NAME = /^[A-Za-z_]{1,20}$/;
const MAX_SEGMENTS = 8;

export interface LinkShape {
  /** `https://host/welcome/*?*`: every id, token and value is a star. */
  shape: string;
  host: string | null;
  isKnown: boolean;
}

/** What an operator sees of a held message: whence it came and what it looks like, none of what it says. */
export interface MessageShape {
  fromDomain: string;
  kind: MailKind;
  subjectShape: string | null;
  headerNames: string[];
  links: LinkShape[];
}

export function describeMessage(message: ParsedMessage, rules: MailRules, fromDomain: string): MessageShape {
  const { subject, headerNames } = message;
  return {
    fromDomain,
    kind: rules.classify(message),
    subjectShape: subject === null ? null : toTextShape(subject, MAX_SUBJECT_SHAPE),
    headerNames: headerNames.filter((name) => HEADER_NAME.test(name)).slice(0, MAX_HEADERS),
    links: describeLinks(message.links, rules),
  };
}

function describeLinks(links: readonly string[], rules: MailRules): LinkShape[] {
  const unknown = new Set(rules.findUnknownLinks(links));
  const shapes = new Map<string, LinkShape>();
  // The unknown ones first: they are what is looked for, and there is a limit.
  for (const link of [...unknown, ...links.filter((each) => !unknown.has(each))]) {
    const shape = toLinkShape(link);
    if (shapes.size >= MAX_LINK_SHAPES || shapes.has(shape)) continue;
    shapes.set(shape, { shape, host: URL.parse(link)?.hostname || null, isKnown: !unknown.has(link) });
  }
  return [...shapes.values()];
}

export function toLinkShape(link: string): string {
  const url = URL.parse(link);
  if (url === null) return 'not an address';
  if (!/^https?:$/.test(url.protocol)) return `${url.protocol}*`;
  const user = url.username === '' && url.password === '' ? '' : '*@';
  const segments = url.pathname.split('/').slice(1);
  const path = segments.slice(0, MAX_SEGMENTS).map((segment) => (isWord(segment) ? segment : '*'));
  const rest = segments.length > MAX_SEGMENTS ? '/…' : '';
  return `${url.protocol}//${user}${url.host}/${path.join('/')}${rest}${toQueryShape(url)}`;
}

/** A path as an override names it: a star for every segment that may be a token. */
export function toLinkPath(pathname: string): string {
  return pathname
    .split('/')
    .map((segment) => (isWord(segment) ? segment : '*'))
    .join('/');
}

function isWord(segment: string): boolean {
  return segment === '' || PATH_WORD.test(segment);
}

function toQueryShape(url: URL): string {
  const names = [...new Set(url.searchParams.keys())].map((name) => (QUERY_NAME.test(name) ? name : '*'));
  return names.length === 0 ? '' : `?${names.map((name) => `${name}=*`).join('&')}`;
}
