import { remember } from '../../../../hris/normalize/remember.ts';
import { foldWord } from '../../../../hris/normalize/text.ts';
import type { Site } from '../site-schema.ts';

/** Administrators from outside, accountants and vendors have log-ins but are not people of the employer. */
export function isOnRoster(site: Site, memberType: string | null): boolean {
  return memberType === null || !isOneOf(memberType, site.words.notOnRoster);
}

/** Independent contractors, whom some censuses leave out. */
export function isContractor(site: Site, memberType: string | null): boolean {
  return memberType !== null && isOneOf(memberType, site.words.contractor);
}

/** Null when the name means "none", e.g. "No Department". */
export function toNameUnless(name: string | null, wordsForNone: readonly string[]): string | null {
  return name === null || isOneOf(name, wordsForNone) ? null : name;
}

const matchers = new WeakMap<readonly string[], (word: string) => boolean>();

function isOneOf(word: string, words: readonly string[]): boolean {
  let matcher = matchers.get(words);
  if (!matcher) matchers.set(words, (matcher = toMatcher(words)));
  return matcher(word);
}

function toMatcher(words: readonly string[]): (word: string) => boolean {
  const folded = new Set(words.map(foldWord));
  return remember((word) => folded.has(foldWord(word)));
}
