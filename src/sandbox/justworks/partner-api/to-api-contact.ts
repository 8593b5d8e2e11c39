import type { Member } from '../company/member.ts';
import { toCountryCode } from './to-api-company.ts';

/** Without the detail scope there is the work e-mail only; the arrays are there in any case. */
export function toContact(member: Member, hasDetail: boolean) {
  return {
    emails: [
      ...(member.workEmail === null ? [] : [{ address: member.workEmail, type: 'work' }]),
      ...(member.personalEmail === null || !hasDetail
        ? []
        : [{ address: member.personalEmail, type: 'personal' }]),
    ],
    phones: hasDetail ? [...toPhone(member.cellPhone, 'mobile'), ...toPhone(member.homePhone, 'home')] : [],
    addresses: hasDetail ? toAddresses(member) : [],
  };
}

function toPhone(number: string | null, type: 'mobile' | 'home') {
  return number === null ? [] : [{ number, type, country: countryOf(number) }];
}

/** Numbers without a country code are American ones. */
function countryOf(number: string): string | null {
  if (number.startsWith('+44')) return 'GB';
  return !number.startsWith('+') || number.startsWith('+1') ? 'US' : null;
}

function toAddresses(member: Member) {
  const address = {
    line1: member.street1,
    line2: member.street2,
    city: member.city,
    state: member.state,
    postal_code: member.postalCode,
    country: toCountryCode(member.country),
  };
  const isBlank = Object.values(address).every((part) => part === null);
  return isBlank ? [] : [{ type: 'home', ...address }];
}
