import type { CapabilityDefinition } from '../connectors/contract.ts';

/** A capability as it is told over HTTP, to the modal and to the partner alike. */
export interface CapabilityTexts {
  capability: string;
  permissions: string[];
  unlocks: string;
  reason: string;
  fix: string;
  is_required: boolean;
}

export function toCapabilityTexts(definition: CapabilityDefinition): CapabilityTexts {
  const { capability, permissions, unlocks, reason, fix, isRequired } = definition;
  return { capability, permissions, unlocks, reason, fix, is_required: isRequired };
}
