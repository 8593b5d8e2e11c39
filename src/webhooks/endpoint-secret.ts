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

/** The secrets of the endpoints that are being delivered to, each unsealed once. A rotated one is another one. */
export class EndpointSecrets {
  readonly #deps: { db: Db; vault: Vault };
  readonly #unsealed = new Map<string, Promise<string>>();

  constructor(deps: { db: Db; vault: Vault }) {
    this.#deps = deps;
  }

  /** A secret that could not be unsealed is tried again. */
  of({ organizationId, sealedSecret }: SealedSecret): Promise<string> {
    const key = `${organizationId} ${sealedSecret.toString('base64')}`;
    const known = this.#unsealed.get(key);
    if (known) return known;
    const { vault, db } = this.#deps;
    const secret = unsealEndpointSecret(vault, db, organizationId, sealedSecret);
    this.#unsealed.set(key, secret);
    secret.catch(() => this.#unsealed.delete(key));
    return secret;
  }
}

interface SealedSecret {
  organizationId: string;
  sealedSecret: Buffer;
}

async function unsealEndpointSecret(
  vault: Vault,
  db: Db | Trx,
  organizationId: string,
  sealed: Uint8Array,
): Promise<string> {
  return (await vault.unseal(db, { organizationId }, FIELD, sealed)).toString('utf8');
}
