import type pg from 'pg';
import type { TokenEnvironment } from '../crypto/token-hash.ts';
import type { ApiKeyRole } from './roles.ts';

/** All that a request must know of its caller, in one row; the account's columns are null where no token names one. */
export interface PrincipalRow {
  organization_id: string;
  api_key_id: string;
  api_key_name: string;
  environment: TokenEnvironment;
  roles: ApiKeyRole[];
  /** The end of a key or token that was rotated away; null: it lasts. */
  api_key_ends_at: string | null;
  is_use_unknown: boolean;
  linked_account_id: string | null;
  account_token_ends_at: string | null;
  /** The account's scopes while what is stored does not follow them yet; null: it does. */
  pending_scopes: unknown;
}

const FIND = `
  select k.organization_id, k.id as api_key_id, k.name as api_key_name, k.environment, k.roles,
         case when k.key_hash = $1 then null else k.previous_key_expires_at end as api_key_ends_at,
         coalesce(k.last_used_at < now() - interval '1 minute', true) as is_use_unknown,
         a.id as linked_account_id,
         case when a.account_token_hash = $2 then null else a.previous_account_token_expires_at end
           as account_token_ends_at,
         case when a.scopes_applied_version < a.scopes_version then a.scopes end as pending_scopes
    from api_keys k
    left join linked_accounts a
      on a.organization_id = k.organization_id
     and (a.account_token_hash = $2 or a.previous_account_token_hash = $2)
   where (k.key_hash = $1 or k.previous_key_hash = $1) and k.revoked_at is null`;

/**
 * By the hashes of the API key and, where the route asks for one, the account token: one prepared statement. An account of
 * another organization is none. Whether a rotated key or token has ended is for the caller to look at.
 */
export async function findPrincipal(
  pool: pg.Pool,
  keyHash: Buffer,
  accountTokenHash: Buffer | null,
): Promise<PrincipalRow | undefined> {
  const { rows } = await pool.query<PrincipalRow>({
    name: 'find-principal',
    text: FIND,
    values: [keyHash, accountTokenHash],
  });
  return rows[0];
}

/** To the minute: many processes that use one key write it once between them. */
export async function recordKeyUse(pool: pg.Pool, apiKeyId: string): Promise<void> {
  await pool.query(
    `update api_keys set last_used_at = now()
      where id = $1 and coalesce(last_used_at < now() - interval '1 minute', true)`,
    [apiKeyId],
  );
}
