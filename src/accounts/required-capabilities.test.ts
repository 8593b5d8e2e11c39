import { expect, it } from 'vitest';
import type { CapabilityDefinition } from '../connectors/contract.ts';
import { requireChosen } from './required-capabilities.ts';

const capability = (name: string, isRequired: boolean): CapabilityDefinition => ({
  capability: name,
  permissions: [name],
  unlocks: name,
  reason: name,
  fix: name,
  isRequired,
  feeds: [],
});
const definitions = [capability('census', true), capability('history', false)];
const required = (chosen: string[] | null) =>
  requireChosen(definitions, chosen).flatMap((one) => (one.isRequired ? [one.capability] : []));

it('requires what the deployment does where nobody has chosen', () => {
  expect(required(null)).toEqual(['census']);
});

it('requires exactly what was chosen, nothing included', () => {
  expect(required(['history', 'of another way in'])).toEqual(['history']);
  expect(required([])).toEqual([]);
});
