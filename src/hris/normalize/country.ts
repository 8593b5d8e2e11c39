import countries from 'i18n-iso-countries';
import { remember } from './remember.ts';
import { toText } from './text.ts';

/** ISO 3166-1 alpha-2 from a code of two or three letters or an English name; null when it is none. */
export function toCountryCode(text: string | null): string | null {
  const word = toText(text);
  return word === null ? null : readCountry(word);
}

const readCountry = remember((word): string | null => {
  const code = word.replace(/\./g, '').toUpperCase();
  if (/^[A-Z]{2}$/.test(code)) return countries.isValid(code) ? code : null;
  return countries.alpha3ToAlpha2(code) ?? countries.getAlpha2Code(word, 'en') ?? null;
});
