import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { toSigningSecret, type SigningSecret } from './signature.ts';

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
  secrets: readonly [SigningSecret, ...SigningSecret[]];
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

/** The keys of the endpoints that are being delivered to, each unsealed and made ready once. Others that come later are others. */
export class EndpointKeys {
  readonly #deps: { db: Db; vault: Vault };
  readonly #secrets = new Map<string, Promise<SigningSecret>>();
  readonly #headers = new Map<string, Promise<Record<string, string>>>();
  /** By endpoint as it was claimed: many deliveries share it. */
  readonly #claimed = new WeakMap<SealedKeys, Promise<OpenKeys>>();

  constructor(deps: { db: Db; vault: Vault }) {
    this.#deps = deps;
  }

  /** What could not be unsealed is tried again. */
  of(endpoint: SealedKeys & { organizationId: string }): Promise<OpenKeys> {
    const known = this.#claimed.get(endpoint);
    if (known) return known;
    const opening = this.#open(endpoint);
    this.#claimed.set(endpoint, opening);
    opening.catch(() => this.#claimed.delete(endpoint));
    return opening;
  }

  async #open({
    organizationId,
    sealedSecrets,
    sealedHeaders,
  }: SealedKeys & { organizationId: string }): Promise<OpenKeys> {
    const secrets = await Promise.all(
      sealedSecrets.map((sealed) =>
        this.#once(this.#secrets, { organizationId, field: SECRET_FIELD, sealed }, toSigningSecret),
      ),
    );
    const headers =
      sealedHeaders &&
      (await this.#once(
        this.#headers,
        { organizationId, field: HEADERS_FIELD, sealed: sealedHeaders },
        parseHeaders,
      ));
    return { secrets: secrets as [SigningSecret, ...SigningSecret[]], headers: headers ?? {} };
  }

  #once<T>(opened: Map<string, Promise<T>>, sealed: Sealed, read: (text: string) => T): Promise<T> {
    const key = `${sealed.organizationId} ${sealed.sealed.toString('base64')}`;
    const known = opened.get(key);
    if (known) return known;
    const opening = this.#unseal(sealed).then(read);
    opened.set(key, opening);
    opening.catch(() => opened.delete(key));
    return opening;
  }

  async #unseal({ organizationId, field, sealed }: Sealed): Promise<string> {
    const { vault, db } = this.#deps;
    return (await vault.unseal(db, { organizationId }, field, sealed)).toString('utf8');
  }
}

interface Sealed {
  organizationId: string;
  field: string;
  sealed: Buffer;
}

const parseHeaders = (text: string) => JSON.parse(text) as Record<string, string>;
