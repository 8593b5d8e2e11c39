import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';

const FIELD = 'webhook_endpoint.secret';

export function sealEndpointSecret(
  vault: Vault,
  db: Db | Trx,
  organizationId: string,
  secret: string,
): Promise<Buffer> {
  return vault.seal(db, { organizationId }, FIELD, secret);
}

export async function unsealEndpointSecret(
  vault: Vault,
  db: Db | Trx,
  organizationId: string,
  sealed: Uint8Array,
): Promise<string> {
  return (await vault.unseal(db, { organizationId }, FIELD, sealed)).toString('utf8');
}
