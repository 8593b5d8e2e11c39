import { sql, type Selectable } from 'kysely';
import type { Db } from '../db/client.ts';
import type { ApiKeysTable } from '../db/schema/organizations.ts';
import type { Trx } from '../db/transaction.ts';
import { AppError, notFound } from '../lib/app-error.ts';

const COLUMNS = [
  'id',
  'name',
  'environment',
  'prefix',
  'roles',
  'created_at',
  'last_used_at',
  'previous_key_expires_at',
] as const;

/** A key without what is secret. Timestamps are the database's text. */
export type ApiKeyRow = Pick<Selectable<ApiKeysTable>, (typeof COLUMNS)[number]>;

/** Which of an organization's keys that are not revoked. */
export type ApiKeyChoice = { organizationId: string } & ({ id: string } | { name: string });

/** @throws AppError not_found, also for one that was revoked. */
export async function getApiKeyRow(db: Db | Trx, choice: ApiKeyChoice): Promise<ApiKeyRow> {
  return required(await selectKey(db, choice).executeTakeFirst());
}

/**
 * The key, held until the transaction ends together with every other key of the organization, so that two changes at once
 * can't take away the last of something between them. @throws AppError not_found
 */
export async function lockApiKey(trx: Trx, choice: ApiKeyChoice): Promise<ApiKeyRow> {
  await trx
    .selectFrom('organizations')
    .select('id')
    .where('id', '=', choice.organizationId)
    .forNoKeyUpdate()
    .execute();
  return required(await selectKey(trx, choice).executeTakeFirst());
}

/** @throws AppError conflict `last_administer_key` when no other key of the organization could bring this one back. */
export async function assertAnotherAdministers(
  trx: Trx,
  key: { organizationId: string; id: string },
): Promise<void> {
  const other = await trx
    .selectFrom('api_keys')
    .select('id')
    .where('organization_id', '=', key.organizationId)
    .where('id', '<>', key.id)
    .where('revoked_at', 'is', null)
    .where(sql<boolean>`roles @> '{administer}'`)
    .executeTakeFirst();
  if (other) return;
  throw new AppError(
    'conflict',
    'last_administer_key',
    'It is the last key with the role `administer`. Make another one first.',
  );
}

function selectKey(db: Db | Trx, choice: ApiKeyChoice) {
  const query = db
    .selectFrom('api_keys')
    .select(COLUMNS)
    .where('organization_id', '=', choice.organizationId)
    .where('revoked_at', 'is', null);
  return 'id' in choice ? query.where('id', '=', choice.id) : query.where('name', '=', choice.name);
}

function required(row: ApiKeyRow | undefined): ApiKeyRow {
  if (!row) throw notFound('API key');
  return row;
}
