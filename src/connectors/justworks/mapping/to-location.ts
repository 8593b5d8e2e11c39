import { toCountryCode } from '../../../hris/normalize/country.ts';
import { toPhoneNumber } from '../../../hris/normalize/phone.ts';
import { toText } from '../../../hris/normalize/text.ts';
import type { LocationFields } from '../../../hris/model/location.ts';
import type { LocationItem } from '../../../hris/snapshot.ts';
import type { CensusRow } from '../web/reports/census.ts';
import type { OfficeSettings } from '../web/settings.ts';
import { officeKey } from './source-keys.ts';

/** An office as the settings list it. */
export function toLocationItem(office: OfficeSettings, path: string): LocationItem {
  const country = toCountryCode(office.country ?? null);
  return {
    ...toNamedLocationItem(office.name),
    remoteId: office.id,
    fields: {
      name: toText(office.name),
      phone_number: toPhoneNumber(toText(office.phone), country),
      street_1: toText(office.street1),
      street_2: toText(office.street2),
      city: toText(office.city),
      state: toText(office.state),
      zip_code: toText(office.zip),
      country,
      location_type: 'WORK',
    },
    enumOrigins: countryOrigin(office.country ?? null),
    remoteData: [{ path, data: office }],
  };
}

/** An office that only people name. */
export function toNamedLocationItem(name: string): LocationItem {
  return {
    model: 'location',
    sourceKey: officeKey(name),
    remoteId: null,
    fields: { ...NOWHERE, name: name.trim(), location_type: 'WORK' },
    enumOrigins: {},
    remoteData: [],
  };
}

/** The home address; null when the source gives none. */
export function toHomeLocation(address: CensusRow['address']): LocationFields | null {
  if (Object.values(address).every((line) => line === null)) return null;
  return {
    name: null,
    phone_number: null,
    street_1: address.street1,
    street_2: address.street2,
    city: address.city,
    state: address.state,
    zip_code: address.zipCode,
    country: toCountryCode(address.country),
    location_type: 'HOME',
  };
}

export function countryOrigin(country: string | null): Record<string, string> {
  const word = toText(country);
  return word === null ? {} : { country: word };
}

const NOWHERE: Omit<LocationFields, 'name' | 'location_type'> = {
  phone_number: null,
  street_1: null,
  street_2: null,
  city: null,
  state: null,
  zip_code: null,
  country: null,
};
