import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';

const SECRET_FIELD = 'webhook_endpoint.secret';
const HEADERS_FIELD = 'webhook_endpoint.headers';

/** What a request to an endpoint needs, as it lies in the database. */
export interface SealedKeys {
  format: 'standard' | 'merge';
  /** The current one, then former ones that have not expired. */
  sealedSecrets: Buffer[];
  /** Custom headers; null: there are none. */
  sealedHeaders: Buffer | null;
}

export interface OpenKeys {
  secrets: [string, ...string[]];
  headers: Record<string, string>;
}

export function sealEndpointSecret(
  vault: Vault,
  db: Db | Trx,
  organizationId: string,
  secret: string,
): Promise<Buffer> {
  return vault.seal(db, { organizationId }, SECRET_FIELD, secret);
}

/** The columns that hold them: the names in clear, the values with them sealed; nothing is sealed where there are none. */
export async function sealCustomHeaders(
  vault: Vault,
  db: Db | Trx,
  organizationId: string,
  headers: Record<string, string>,
): Promise<{ header_names: string[]; sealed_headers: Buffer | null }> {
  const names = Object.keys(headers);
  return {
    header_names: names,
    sealed_headers:
      names.length === 0
        ? null
        : await vault.seal(db, { organizationId }, HEADERS_FIELD, JSON.stringify(headers)),
  };
}

/** The keys of the endpoints that are being delivered to, each unsealed once. Others that come later are others. */
export class EndpointKeys {
  readonly #deps: { db: Db; vault: Vault };
  readonly #unsealed = new Map<string, Promise<string>>();

  constructor(deps: { db: Db; vault: Vault }) {
    this.#deps = deps;
  }

  /** What could not be unsealed is tried again. */
  async of(delivery: SealedKeys & { organizationId: string }): Promise<OpenKeys> {
    const { organizationId, sealedSecrets, sealedHeaders } = delivery;
    const secrets = await Promise.all(
      sealedSecrets.map((sealed) => this.#open(organizationId, SECRET_FIELD, sealed)),
    );
    const headers = sealedHeaders && (await this.#open(organizationId, HEADERS_FIELD, sealedHeaders));
    return {
      secrets: secrets as OpenKeys['secrets'],
      headers: headers === null ? {} : (JSON.parse(headers) as Record<string, string>),
    };
  }

  #open(organizationId: string, field: string, sealed: Buffer): Promise<string> {
    const key = `${organizationId} ${field} ${sealed.toString('base64')}`;
    const known = this.#unsealed.get(key);
    if (known) return known;
    const { vault, db } = this.#deps;
    const opened = vault
      .unseal(db, { organizationId }, field, sealed)
      .then((plain) => plain.toString('utf8'));
    this.#unsealed.set(key, opened);
    opened.catch(() => this.#unsealed.delete(key));
    return opened;
  }
}
