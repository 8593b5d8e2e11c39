import { foldWord } from '../../../../hris/normalize/text.ts';
import type { Site } from '../site-schema.ts';

/** Administrators from outside, accountants and vendors have log-ins but are not people of the employer. */
export function isOnRoster(site: Site, memberType: string | null): boolean {
  return memberType === null || !isOneOf(memberType, site.words.notOnRoster);
}

/** Null when the name means "none", e.g. "No Department". */
export function toNameUnless(name: string | null, wordsForNone: readonly string[]): string | null {
  return name === null || isOneOf(name, wordsForNone) ? null : name;
}

function isOneOf(word: string, words: readonly string[]): boolean {
  return words.some((candidate) => foldWord(candidate) === foldWord(word));
}
