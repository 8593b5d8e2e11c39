import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';

/**
 * The usual spellings of a number of the North American plan, whose area code and exchange never begin with 0 or 1. For
 * these the library's answer is known beforehand, and asking it costs more than all else about a row.
 */
const NORTH_AMERICAN = /^(\+?1[ .-]?)?(?:\(([2-9]\d\d)\) ?|([2-9]\d\d)[ .-]?)([2-9]\d\d)[ .-]?(\d{4})$/;

/** E.164, or null for what can't be dialled. A number without a country code is one of `country` (ISO 3166-1 alpha-2). */
export function toPhoneNumber(text: string | null, country: string | null): string | null {
  if (text === null) return null;
  const region: CountryCode = country !== null && isSupportedCountry(country) ? country : 'US';
  return readNorthAmerican(text, region) ?? readAny(text, region);
}

function readNorthAmerican(text: string, region: CountryCode): string | undefined {
  if (region !== 'US' && region !== 'CA' && !text.startsWith('+1')) return undefined;
  const match = NORTH_AMERICAN.exec(text);
  return match ? `+1${match[2] ?? match[3]}${match[4]}${match[5]}` : undefined;
}

function readAny(text: string, region: CountryCode): string | null {
  const phone = parsePhoneNumberFromString(text, region);
  return phone?.isPossible() ? phone.number : null;
}
