import type { ConnectionMethod } from '../connectors/contract.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';

/** The ways in that are switched on here and that the organization allows, in the connector's order. */
export async function findOfferedMethods(
  db: Db | Trx,
  organizationId: string,
  connector: { methods: readonly ConnectionMethod[] },
): Promise<ConnectionMethod[]> {
  const { connection_methods: allowed } = await db
    .selectFrom('organizations')
    .select('connection_methods')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return connector.methods.filter((method) => allowed === null || allowed.includes(method));
}
