import countries from 'i18n-iso-countries';
import type { Company, Department, Office } from '../company/company.ts';
import { omitEmpty } from './omit-empty.ts';
import type { PublicIds } from './public-ids.ts';

export interface CompanyTimes {
  createdAt: string;
  updatedAt: string;
}

/** Null for a blank country and for one that has no code. */
export function toCountryCode(name: string | null): string | null {
  return name === null ? null : (countries.getAlpha2Code(name, 'en') ?? null);
}

export function toApiCompany(company: Company, ids: PublicIds, times: CompanyTimes, hasDetail: boolean) {
  const detail = {
    tax_id: company.ein,
    addresses: company.offices.slice(0, 1).map(toAddress),
    phones: [{ number: company.phone, type: 'work' }],
    country_data: { US: { ein: company.ein } },
  };
  return omitEmpty({
    id: ids.company(company.id),
    display_name: company.displayName,
    legal_name: company.legalName,
    departments: company.departments.map((department) => toApiDepartment(department, ids)),
    offices: company.offices.map((office) => toOffice(office, ids)),
    ...(hasDetail && detail),
    created_at: times.createdAt,
    updated_at: times.updatedAt,
  });
}

function toApiDepartment({ id, name }: Department, ids: PublicIds) {
  return { id: ids.swap(id), name };
}

function toOffice(office: Office, ids: PublicIds) {
  return { id: ids.swap(office.id), name: office.name, address: toAddress(office), phone: office.phone };
}

function toAddress(office: Office) {
  return {
    line1: office.street1,
    line2: office.street2,
    city: office.city,
    state: office.state,
    postal_code: office.zip,
    country: toCountryCode(office.country),
  };
}

/** Undefined for "No Department". A department that was removed since has its name only. */
export function toDepartmentReference(company: Company, name: string, ids: PublicIds) {
  return referenceTo(company.departments, name, ids);
}

/** Undefined for who works from home. */
export function toOfficeReference(company: Company, name: string, ids: PublicIds) {
  return referenceTo(company.offices, name, ids);
}

function referenceTo(places: readonly { id: string; name: string }[], name: string, ids: PublicIds) {
  const found = places.find((place) => place.name === name);
  return { id: found && ids.swap(found.id), name };
}
