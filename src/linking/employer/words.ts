import type { Language } from '../../lib/language.ts';
import { employer as de } from '../modal/texts/de/employer.ts';
import type { EmployerTexts } from '../modal/texts/employer-texts.ts';
import { employer as en } from '../modal/texts/en/employer.ts';

const CATALOGUES: Record<Language, EmployerTexts> = { en, de };

export const employerWords = (language: Language): EmployerTexts => CATALOGUES[language];
