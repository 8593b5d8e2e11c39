import { fromDayNumber, toDayNumber } from './day-number.ts';
import type { Member } from './member.ts';
import { SeededRandom } from './seeded-random.ts';
import { isChosen, stableNumber } from './stable-number.ts';

export interface CustomField {
  id: string;
  label: string;
  type: 'text' | 'number' | 'date' | 'select';
  options: { id: string; label: string }[];
  cardinality: 'one' | 'many';
  category: string;
}

interface Plan extends Omit<CustomField, 'id' | 'options'> {
  options?: readonly string[];
}

const PLANS: readonly Plan[] = [
  { label: 'Laptop Asset Tag', type: 'text', cardinality: 'one', category: 'Equipment' },
  { label: 'Parking Spot', type: 'number', cardinality: 'one', category: 'Office' },
  { label: 'Safety Training Valid Until', type: 'date', cardinality: 'one', category: 'Training' },
  {
    label: 'T-Shirt Size',
    type: 'select',
    cardinality: 'one',
    category: 'Personal',
    options: ['S', 'M', 'L', 'XL'],
  },
  {
    label: 'Languages',
    type: 'select',
    cardinality: 'many',
    category: 'Personal',
    options: ['English', 'French', 'Polish', 'Spanish'],
  },
];

/** The company's own fields, in the order of their ids. */
export function customFields(seed: string): CustomField[] {
  const random = new SeededRandom(`${seed}/custom-fields`);
  return PLANS.map(({ options = [], ...plan }) => ({
    id: random.uuid(),
    ...plan,
    options: options.map((label) => ({ id: random.uuid(), label })),
  })).sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** What the member has in a field: none, one or several values; of a `select`, the options' labels. */
export function customFieldValues(member: Member, field: CustomField): string[] {
  const key = `${member.id}/${field.label}`;
  if (isChosen(key, 4)) return [];
  const number = stableNumber(`${key}/value`);
  if (field.type === 'text') return [`JV-${String(number % 10_000).padStart(4, '0')}`];
  if (field.type === 'number') return [String(1 + (number % 80))];
  if (field.type === 'date') return [fromDayNumber(toDayNumber('2026-06-01') + (number % 700))];
  const first = number % field.options.length;
  const chosen = field.cardinality === 'many' && number % 3 === 0 ? [first, first + 1] : [first];
  return chosen.map((index) => field.options[index % field.options.length]!.label);
}
