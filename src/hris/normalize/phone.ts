import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';

/** E.164, or null for what can't be dialled. A number without a country code is one of `country` (ISO 3166-1 alpha-2). */
export function toPhoneNumber(text: string | null, country: string | null): string | null {
  const region: CountryCode = country !== null && isSupportedCountry(country) ? country : 'US';
  const phone = text === null ? undefined : parsePhoneNumberFromString(text, region);
  return phone?.isPossible() ? phone.number : null;
}
