import type { Connector } from '../connectors/contract.ts';
import type { TokenEnvironment } from '../crypto/token-hash.ts';
import type { Trx } from '../db/transaction.ts';
import { AppError, invalidInput } from '../lib/app-error.ts';
import { newId } from '../lib/ids.ts';
import { findAccountDefaults } from './account-defaults.ts';
import type { LinkingDeps } from './deps.ts';
import { findOfferedMethods } from './offered-methods.ts';
import { chooseFirstMethod, type MethodWish } from './start-method.ts';

const DEFAULT_INTEGRATION = 'justworks';

/** Of whom an account is to be, and how it is first connected. */
export interface AccountWish extends MethodWish {
  organizationId: string;
  environment: TokenEnvironment;
  endUserOriginId: string;
  /** Null keeps what the account has; a new account then has none. */
  endUserOrganizationName: string | null;
  endUserEmailAddress: string | null;
  /** Slug; null means the only one there is. */
  integration: string | null;
}

type Deps = Pick<LinkingDeps, 'connectors' | 'config'>;

/**
 * The linked account of the origin id. Its row stays locked, so that two calls for one origin id follow one another from here.
 * @throws AppError invalid_input `integration_unknown`, conflict `integration_differs`, `integration_not_configured`
 */
export async function findOrCreateAccount(deps: Deps, trx: Trx, input: AccountWish) {
  await insertAccount(deps, trx, input);
  const account = await trx
    .selectFrom('linked_accounts')
    .select(['id', 'integration', 'completed_at', 'connection_method'])
    .where('organization_id', '=', input.organizationId)
    .where('end_user_origin_id', '=', input.endUserOriginId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (input.integration !== null && input.integration !== account.integration) {
    throw new AppError(
      'conflict',
      'integration_differs',
      'This end_user_origin_id is linked to another integration.',
      {
        pointer: '/integration',
      },
    );
  }
  await updateEndUser(trx, account.id, input);
  return account;
}

async function insertAccount(deps: Deps, trx: Trx, input: AccountWish): Promise<void> {
  const integration = input.integration ?? DEFAULT_INTEGRATION;
  const connector = getConnector(deps, integration);
  const methods = await findOfferedMethods(trx, input.organizationId, connector);
  const defaults = await findAccountDefaults(trx, input.organizationId);
  await trx
    .insertInto('linked_accounts')
    .values({
      id: newId(),
      organization_id: input.organizationId,
      integration,
      end_user_origin_id: input.endUserOriginId,
      end_user_organization_name: input.endUserOrganizationName,
      end_user_email_address: input.endUserEmailAddress,
      status: 'INCOMPLETE',
      connection_method: chooseFirstMethod(methods, input),
      sync_interval_seconds: deps.config.sync.defaultIntervalSeconds,
      ...defaults,
      is_test_account: input.environment === 'test',
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'end_user_origin_id']).doNothing())
    .execute();
}

function getConnector(deps: Deps, slug: string): Connector {
  try {
    return deps.connectors.get(slug);
  } catch {
    throw invalidInput('integration_unknown', 'There is no integration of this name.', '/integration');
  }
}

async function updateEndUser(trx: Trx, id: string, input: AccountWish): Promise<void> {
  const change = {
    ...(input.endUserOrganizationName === null
      ? {}
      : { end_user_organization_name: input.endUserOrganizationName }),
    ...(input.endUserEmailAddress === null ? {} : { end_user_email_address: input.endUserEmailAddress }),
  };
  if (Object.keys(change).length === 0) return;
  await trx
    .updateTable('linked_accounts')
    .set(change)
    .where('organization_id', '=', input.organizationId)
    .where('id', '=', id)
    .execute();
}
