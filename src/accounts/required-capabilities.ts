import type { CapabilityDefinition } from '../connectors/contract.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import type { AccountScope } from './issues.ts';

/** What the account's partner has chosen to require; null: nothing was chosen, and the deployment's choice counts. */
export async function findRequiredCapabilities(db: Db | Trx, scope: AccountScope): Promise<string[] | null> {
  const row = await db
    .selectFrom('linked_accounts')
    .select('required_capabilities')
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .executeTakeFirst();
  return row?.required_capabilities ?? null;
}

/** The capabilities of a way in, as required for one account. Names of another way in say nothing. */
export function requireChosen(
  definitions: readonly CapabilityDefinition[],
  chosen: readonly string[] | null,
): readonly CapabilityDefinition[] {
  if (chosen === null) return definitions;
  return definitions.map((one) => ({ ...one, isRequired: chosen.includes(one.capability) }));
}
