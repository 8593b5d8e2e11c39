import type { Language } from '../../../lib/language.ts';
import type { Texts } from './catalogue.ts';
import { en } from './en/index.ts';

/** Each language as it calls itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

const loaded = new Map<Language, Texts>([['en', en]]);

/** The words that are shown. They change with `speak`: read them while rendering, never once for all. */
export let texts: Texts = en;

/** Only English comes with the page. @throws when the words can't be loaded */
export async function loadTexts(language: Language): Promise<void> {
  if (language === 'de') loaded.set(language, (await import('./de/index.ts')).de);
}

/** Takes effect with the rendering that it is called in. False: the words are not loaded. */
export function speak(language: Language, page: Document): boolean {
  const spoken = loaded.get(language);
  if (!spoken) return false;
  texts = spoken;
  page.documentElement.lang = language;
  return true;
}
