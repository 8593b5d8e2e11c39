import { findRequiredCapabilities, getLinkedAccount, listChecks, requireChosen } from '../accounts/index.ts';
import type { CapabilityDefinition, CapabilityState } from '../connectors/contract.ts';
import type { Db } from '../db/client.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import { DEFAULT_LANGUAGE, type Language } from '../lib/language.ts';
import { toCapabilityTexts, type CapabilityTexts } from './capability-texts.ts';
import type { LinkingDeps } from './deps.ts';

/** What the source grants of one capability, as far as was seen. */
export interface AccountPermission extends CapabilityTexts {
  state: CapabilityState;
  feeds: string[];
  /** Null: it was never tried. */
  checked_at: string | null;
  /** Since when a permission that was there is gone. */
  lost_at: string | null;
}

/**
 * What the linked account's way in must be granted, what that unlocks, and what the source was last seen to grant.
 * @throws AppError not_found
 */
export async function listPermissions(
  deps: { db: Db } & Pick<LinkingDeps, 'connectors'>,
  scope: { organizationId: string; linkedAccountId: string },
  language: Language = DEFAULT_LANGUAGE,
): Promise<AccountPermission[]> {
  const account = await getLinkedAccount(deps.db, scope.organizationId, scope.linkedAccountId);
  const definitions = deps.connectors.get(account.integration).capabilitiesOf(account.connection_method);
  const checks = await listChecks(deps.db, account.id);
  return requireChosen(definitions, await findRequiredCapabilities(deps.db, scope)).map((definition) =>
    toPermission(
      definition,
      toCapabilityTexts(definition, account.connection_method, language),
      checks.get(definition.capability),
    ),
  );
}

function toPermission(
  definition: CapabilityDefinition,
  words: CapabilityTexts,
  check: { state: CapabilityState; checked_at: string; lost_at: string | null } | undefined,
): AccountPermission {
  return {
    ...words,
    feeds: [...definition.feeds],
    state: check?.state ?? 'unknown',
    checked_at: check ? toApiTimestamp(check.checked_at) : null,
    lost_at: check?.lost_at ? toApiTimestamp(check.lost_at) : null,
  };
}
