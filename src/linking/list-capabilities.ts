import type { ConnectionMethod } from '../connectors/contract.ts';
import type { LinkingDeps } from './deps.ts';

/** What one way in needs to be granted, and what that unlocks. */
export interface CapabilityView {
  connection_method: ConnectionMethod;
  capability: string;
  permissions: string[];
  unlocks: string;
  reason: string;
  fix: string;
  is_required: boolean;
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
      capability: definition.capability,
      permissions: definition.permissions,
      unlocks: definition.unlocks,
      reason: definition.reason,
      fix: definition.fix,
      is_required: definition.isRequired,
      feeds: [...definition.feeds],
    })),
  );
}
