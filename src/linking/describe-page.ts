import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from '../lib/language.ts';
import type { Words } from './words/catalogue.ts';
import { wordsOf } from './words/index.ts';

/** A small page's words, in the session's language, or in the one that the browser prefers where no session is known. */
export function describePage(
  page: keyof Words['pages'],
  language: Language,
): { title: string; text: string; language: Language } {
  return { ...wordsOf(language).pages[page], language };
}

/** @param header `Accept-Language` as the browser sent it; the first of ours that it names counts */
export function preferredLanguage(header: string | undefined): Language {
  const wanted = (header ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  const spoken: readonly string[] = LANGUAGES;
  return (wanted.find((language) => spoken.includes(language)) as Language | undefined) ?? DEFAULT_LANGUAGE;
}
