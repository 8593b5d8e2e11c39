import { sql } from 'kysely';
import { createToken, hashToken, parseToken, type TokenEnvironment } from '../crypto/token-hash.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { AppError, notFound } from '../lib/app-error.ts';
import { newId } from '../lib/ids.ts';
import type { OrganizationPrincipal } from './principals.ts';

/** `muster_test_key_` and four more characters. */
const PREFIX_LENGTH = 20;

export interface NewApiKey {
  organizationId: string;
  name: string;
  environment: TokenEnvironment;
}

/** `key` is shown this once; only its hash is kept. */
export async function createApiKey(db: Db | Trx, apiKey: NewApiKey): Promise<{ id: string; key: string }> {
  const id = newId();
  const key = createToken(apiKey.environment, 'key');
  await db
    .insertInto('api_keys')
    .values({
      id,
      organization_id: apiKey.organizationId,
      name: apiKey.name,
      environment: apiKey.environment,
      prefix: key.slice(0, PREFIX_LENGTH),
      key_hash: hashToken(key),
      revoked_at: null,
    })
    .execute();
  return { id, key };
}

/** As the operator named it, for records of who did something. */
export async function findApiKeyName(
  db: Db | Trx,
  apiKey: { organizationId: string; id: string },
): Promise<string> {
  const { name } = await db
    .selectFrom('api_keys')
    .select('name')
    .where('organization_id', '=', apiKey.organizationId)
    .where('id', '=', apiKey.id)
    .executeTakeFirstOrThrow();
  return name;
}

/** @throws AppError not_found, also when it was revoked before. */
export async function revokeApiKey(
  db: Db | Trx,
  apiKey: { organizationId: string; id: string },
): Promise<void> {
  const result = await db
    .updateTable('api_keys')
    .set({ revoked_at: sql`now()` })
    .where('organization_id', '=', apiKey.organizationId)
    .where('id', '=', apiKey.id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) throw notFound('API key');
}

/**
 * Whose key it is. The checksum is looked at before the database is asked, so that junk costs no query.
 * @throws AppError unauthenticated `api_key_invalid`: mistyped, unknown and revoked look alike.
 */
export async function authenticateApiKey(db: Db, key: string): Promise<OrganizationPrincipal> {
  const row = parseToken(key, 'key') && (await findActiveKey(db, key));
  if (!row) {
    throw new AppError(
      'unauthenticated',
      'api_key_invalid',
      'The API key is unknown, mistyped or was revoked.',
    );
  }
  return { organizationId: row.organization_id, apiKeyId: row.id, environment: row.environment };
}

function findActiveKey(db: Db, key: string) {
  return db
    .selectFrom('api_keys')
    .select(['id', 'organization_id', 'environment'])
    .where('key_hash', '=', hashToken(key))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
}
