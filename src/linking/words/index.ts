import type { Language } from '../../lib/language.ts';
import type { Words } from './catalogue.ts';
import { de } from './de/index.ts';
import { en } from './en/index.ts';

const CATALOGUES: Record<Language, Words> = { en, de };

/** What the service itself says to an HR admin; the modal's own words stand in `modal/texts`. */
export const wordsOf = (language: Language): Words => CATALOGUES[language];
