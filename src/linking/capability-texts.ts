import type { CapabilityDefinition, ConnectionMethod } from '../connectors/contract.ts';
import type { Language } from '../lib/language.ts';
import { wordsOf } from './words/index.ts';

/** A capability as it is told over HTTP, to the modal and to the partner alike. */
export interface CapabilityTexts {
  capability: string;
  permissions: string[];
  unlocks: string;
  reason: string;
  fix: string;
  is_required: boolean;
}

/** The connector's own words are English; of what another language says nothing, they stay. */
export function toCapabilityTexts(
  definition: CapabilityDefinition,
  method: ConnectionMethod,
  language: Language,
): CapabilityTexts {
  const { capability, permissions, isRequired } = definition;
  const { descriptions, fixes } = wordsOf(language).capabilities;
  const { unlocks, reason } = descriptions[capability] ?? definition;
  const fix = fixes?.[method](permissions) ?? definition.fix;
  return { capability, permissions, unlocks, reason, fix, is_required: isRequired };
}
