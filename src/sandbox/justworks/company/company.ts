import type { CalendarDate } from '../../../lib/calendar-date.ts';
import { SeededRandom } from './seeded-random.ts';
import { DEPARTMENT_NAMES } from './name-pools.ts';

export interface Office {
  id: string;
  name: string;
  street1: string;
  street2: string | null;
  city: string;
  state: string;
  zip: string;
  country: string;
  phone: string | null;
}

export interface Department {
  id: string;
  name: string;
}

export interface Company {
  id: string;
  legalName: string;
  displayName: string;
  ein: string;
  phone: string;
  offices: Office[];
  departments: Department[];
  /** The day on which the company left Justworks. */
  leftOn: CalendarDate | null;
}

export const DEFAULT_COMPANY_NAME = 'Juniper & Vale Goods, Inc.';

/** `Juniper & Vale Goods, Inc.` becomes `juniper-vale-goods.example`. */
export function emailDomainOf(companyName: string): string {
  const slug = companyName
    .replace(/,?\s+(inc|llc|ltd)\.?$/i, '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${slug || 'company'}.example`;
}

/** The company behind the seed, without its people. */
export function makeCompany(seed: string, name: string): Company {
  const random = new SeededRandom(`${seed}/company`);
  return {
    id: `company_${random.base32Id()}`,
    legalName: name,
    displayName: name.replace(/,?\s+(Inc|LLC|Ltd)\.?$/, ''),
    // EIN prefixes 00 and 07 are never issued.
    ein: `00-${String(random.between(0, 9_999_999)).padStart(7, '0')}`,
    phone: '(212) 555-0100',
    offices: makeOffices(random),
    departments: DEPARTMENT_NAMES.map((department) => ({ id: random.uuid(), name: department })),
    leftOn: null,
  };
}

function makeOffices(random: SeededRandom): Office[] {
  return [
    {
      id: random.uuid(),
      name: 'Brooklyn HQ',
      street1: '145 Juniper Street',
      street2: 'Floor 3',
      city: 'Brooklyn',
      state: 'NY',
      zip: '11201',
      country: 'United States',
      phone: '(212) 555-0101',
    },
    {
      id: random.uuid(),
      name: 'Portland Workshop',
      street1: '2210 Vale Avenue',
      street2: null,
      city: 'Portland',
      state: 'OR',
      zip: '97205',
      country: 'United States',
      phone: null,
    },
  ];
}
