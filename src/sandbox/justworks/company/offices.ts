import { invalidInput } from '../../../lib/app-error.ts';
import type { Company, Office } from './company.ts';
import { officeChoices } from './member-fields.ts';
import type { Roster } from './roster.ts';

/** Unchecked, as a form or JSON body gives them. */
export type OfficeInput = Readonly<Record<string, unknown>>;

/** The fields of an office, in the order of the form. */
export const OFFICE_FIELDS = [
  ['name', 'Name'],
  ['street1', 'Street 1'],
  ['street2', 'Street 2'],
  ['city', 'City'],
  ['state', 'State'],
  ['zip', 'ZIP'],
  ['country', 'Country'],
  ['phone', 'Phone'],
] as const;

const OPTIONAL = ['street2', 'phone'];

/** @throws AppError `invalid_field` when the name is taken, or a field but street2 and phone is blank */
export function addOffice(place: { company: Company; roster: Roster }, input: OfficeInput): Office {
  const { name, ...rest } = Object.fromEntries(
    OFFICE_FIELDS.map(([field, label]) => [field, read(input, field, label)]),
  );
  if (officeChoices(place.company).includes(name!)) {
    throw invalidInput('invalid_field', 'An office needs a name of its own.', '/name');
  }
  const office = { id: place.roster.newId(), name, ...rest } as Office;
  place.company.offices.push(office);
  return office;
}

function read(input: OfficeInput, field: string, label: string): string | null {
  const value = input[field] ?? (field === 'country' ? 'United States' : '');
  const text = typeof value === 'string' ? value.trim() : '';
  if (text !== '' || OPTIONAL.includes(field)) return text || null;
  throw invalidInput('invalid_field', `${label} must be filled in.`, `/${field}`);
}
