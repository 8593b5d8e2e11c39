import { hash } from 'node:crypto';
import type pg from 'pg';
import { toDate } from '../db/client.ts';
import { hashToken, parseToken } from '../crypto/token-hash.ts';
import { toHiddenFields, type HiddenFields } from '../hris/hidden-fields.ts';
import { parseScopes } from '../hris/scopes.ts';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { PrincipalCache, type PrincipalCacheOptions } from './principal-cache.ts';
import { findPrincipal, recordKeyUse, type PrincipalRow } from './principal-store.ts';
import type { ApiPrincipal } from './principals.ts';

interface KnownPrincipal extends ApiPrincipal {
  /** The earlier end of a rotated key or token; Infinity: neither was rotated. */
  keyEndsAtMs: number;
  tokenEndsAtMs: number;
  isTokenUnknown: boolean;
}

const DEFAULTS: PrincipalCacheOptions = { lifeMs: 3000, monotonicMs: () => performance.now() };

/**
 * Who calls, without a round trip while the answer of a former request is young enough. What is revoked, rotated, deleted or
 * changed is so for every process within `lifeMs`.
 */
export class PrincipalReader {
  readonly #deps: { pool: pg.Pool; clock: Clock };
  readonly #cache: PrincipalCache<KnownPrincipal>;
  readonly #writing = new Set<Promise<void>>();

  constructor(deps: { pool: pg.Pool; clock: Clock }, options: Partial<PrincipalCacheOptions> = {}) {
    this.#deps = deps;
    this.#cache = new PrincipalCache({ ...DEFAULTS, ...options }, (principal) => !principal.isTokenUnknown);
  }

  /**
   * Whose key it is. Its checksum is looked at before the database is asked, so that junk costs no query.
   * `linkedAccount` is null where `accountToken` is null, unknown, ended or another organization's.
   * No promise where the answer is known: a request of a caller at work goes on at once.
   * @throws AppError unauthenticated `api_key_invalid`: mistyped, unknown, ended and revoked look alike.
   */
  read(key: string, accountToken: string | null): ApiPrincipal | Promise<ApiPrincipal> {
    const now = this.#deps.clock.now();
    const found = this.#find(key, accountToken);
    return found instanceof Promise ? found.then((late) => atTime(late, now)) : atTime(found, now);
  }

  /** Once what is still written in the background is. */
  async settle(): Promise<void> {
    await Promise.all(this.#writing);
  }

  #find(key: string, accountToken: string | null): KnownPrincipal | Promise<KnownPrincipal | undefined> {
    return this.#cache.get(toCacheId(key, accountToken), async () => {
      if (!parseToken(key, 'key')) return undefined;
      const isToken = accountToken !== null && parseToken(accountToken, 'acct') !== undefined;
      const tokenHash = isToken ? hashToken(accountToken) : null;
      const row = await findPrincipal(this.#deps.pool, hashToken(key), tokenHash);
      if (row?.is_use_unknown) this.#recordUse(row.api_key_id);
      return row && toPrincipal(row, accountToken !== null);
    });
  }

  #recordUse(apiKeyId: string): void {
    // The next use tries again where this one fails.
    const writing = recordKeyUse(this.#deps.pool, apiKeyId).catch(() => undefined);
    this.#writing.add(writing);
    void writing.then(() => this.#writing.delete(writing));
  }
}

/** What has ended is not known any more. */
function atTime(known: KnownPrincipal | undefined, now: Date): ApiPrincipal {
  const nowMs = now.getTime();
  if (!known || known.keyEndsAtMs <= nowMs) {
    throw new AppError(
      'unauthenticated',
      'api_key_invalid',
      'The API key is unknown, mistyped or was revoked.',
    );
  }
  return known.tokenEndsAtMs <= nowMs ? { organization: known.organization, linkedAccount: null } : known;
}

/** One hash of both, because it is made for each request. Neither holds a blank that would let them be divided otherwise. */
function toCacheId(key: string, accountToken: string | null): string {
  return hash('sha256', `${key} ${accountToken ?? ''}`, 'base64');
}

function toPrincipal(row: PrincipalRow, isTokenGiven: boolean): KnownPrincipal {
  const { organization_id: organizationId, linked_account_id: linkedAccountId } = row;
  return {
    organization: {
      organizationId,
      apiKeyId: row.api_key_id,
      apiKeyName: row.api_key_name,
      roles: row.roles,
      environment: row.environment,
    },
    linkedAccount:
      linkedAccountId === null
        ? null
        : { organizationId, linkedAccountId, hiddenFields: toHidden(row.pending_scopes) },
    keyEndsAtMs: toMs(row.api_key_ends_at),
    tokenEndsAtMs: toMs(row.account_token_ends_at),
    isTokenUnknown: isTokenGiven && linkedAccountId === null,
  };
}

const toHidden = (pendingScopes: unknown): HiddenFields | null =>
  pendingScopes === null ? null : toHiddenFields(parseScopes(pendingScopes));

function toMs(timestamp: string | null): number {
  return timestamp === null ? Infinity : toDate(timestamp).getTime();
}
