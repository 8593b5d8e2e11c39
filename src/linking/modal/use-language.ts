import { useEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '../../lib/language.ts';
import { loadTexts, speak } from './texts/index.ts';

/**
 * False until there are words to begin with, which nobody can tell before `isKnown`. Later on the former language stays until the next one's words are here, and
 * where they can't be had: what a person has typed is not taken away.
 */
export function useLanguage(language: Language, isKnown = true): boolean {
  const [, setSettled] = useState<Language | null>(null);
  const hasWords = useRef(false);
  const isSpoken = speak(language, document);
  hasWords.current ||= isSpoken && isKnown;
  useEffect(() => {
    let isWanted = true;
    const settle = (): void => {
      if (!isWanted) return;
      hasWords.current = true;
      setSettled(language);
    };
    if (!isSpoken) void loadTexts(language).then(settle, settle);
    return () => {
      isWanted = false;
    };
  }, [language]);
  return hasWords.current || isSpoken;
}

/** For pages that no session tells the language of. */
export function browserLanguage(browser: Navigator): Language {
  return browser.language.toLowerCase().startsWith('de') ? 'de' : 'en';
}
