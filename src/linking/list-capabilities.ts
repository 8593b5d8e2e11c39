import type { ConnectionMethod } from '../connectors/contract.ts';
import { DEFAULT_LANGUAGE } from '../lib/language.ts';
import { toCapabilityTexts, type CapabilityTexts } from './capability-texts.ts';
import type { LinkingDeps } from './deps.ts';

/** What one way in needs to be granted, and what that unlocks. */
export interface CapabilityView extends CapabilityTexts {
  connection_method: ConnectionMethod;
  feeds: string[];
}

/**
 * The connector's own table for each way in that is configured here: the one by which permissions are checked.
 * @throws AppError not_found
 */
export function listCapabilities(
  deps: Pick<LinkingDeps, 'connectors'>,
  integration: string,
): CapabilityView[] {
  const connector = deps.connectors.get(integration);
  return connector.methods.flatMap((method) =>
    connector.capabilitiesOf(method).map((definition) => ({
      connection_method: method,
      ...toCapabilityTexts(definition, method, DEFAULT_LANGUAGE),
      feeds: [...definition.feeds],
    })),
  );
}
