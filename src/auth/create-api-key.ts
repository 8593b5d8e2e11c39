import { appendAuditEvent, COMMAND_LINE, type AuditActor } from '../audit/index.ts';
import { createToken, hashToken, type TokenEnvironment } from '../crypto/token-hash.ts';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import { newId } from '../lib/ids.ts';
import { assertMayGive } from './may-give.ts';
import { API_KEY_ROLES, type ApiKeyRole } from './roles.ts';

/** `muster_test_key_` and four more characters. */
const PREFIX_LENGTH = 20;

export interface NewApiKey {
  organizationId: string;
  /** Of one key of the organization only, of those that are not revoked. */
  name: string;
  environment: TokenEnvironment;
  /** All of them unless given. */
  roles?: readonly ApiKeyRole[];
  /** The command line unless given; it may give every role. */
  actor?: AuditActor;
  callerRoles?: readonly ApiKeyRole[];
}

/**
 * `key` is shown this once; only its hash is kept.
 * @throws AppError conflict `api_key_name_taken`, forbidden `role_not_held`
 */
export async function createApiKey(db: Db, apiKey: NewApiKey): Promise<{ id: string; key: string }> {
  const roles = [...new Set(apiKey.roles ?? API_KEY_ROLES)];
  assertMayGive(apiKey.callerRoles ?? API_KEY_ROLES, roles);
  return await inTransaction(db, async (trx) => {
    const created = await insertApiKey(trx, { ...apiKey, roles });
    await appendAuditEvent(trx, {
      organizationId: apiKey.organizationId,
      linkedAccountId: null,
      actor: apiKey.actor ?? COMMAND_LINE,
      type: apiKey.environment === 'test' ? 'CREATED_TEST_API_KEY' : 'CREATED_REMOTE_PRODUCTION_API_KEY',
      description: `Created the API key ${created.id} with the roles ${roles.join(', ')}.`,
    });
    return created;
  });
}

/** A new key and what is stored of it. */
export function makeKey(environment: TokenEnvironment): { key: string; prefix: string; key_hash: Buffer } {
  const key = createToken(environment, 'key');
  return { key, prefix: key.slice(0, PREFIX_LENGTH), key_hash: hashToken(key) };
}

async function insertApiKey(
  trx: Trx,
  apiKey: NewApiKey & { roles: ApiKeyRole[] },
): Promise<{ id: string; key: string }> {
  const id = newId();
  const { key, ...stored } = makeKey(apiKey.environment);
  const inserted = await trx
    .insertInto('api_keys')
    .values({
      id,
      organization_id: apiKey.organizationId,
      name: apiKey.name,
      environment: apiKey.environment,
      roles: apiKey.roles,
      revoked_at: null,
      ...stored,
    })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'name']).where('revoked_at', 'is', null).doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (!inserted) throw nameTaken();
  return { id, key };
}

function nameTaken(): AppError {
  return new AppError('conflict', 'api_key_name_taken', 'The organization has a key of this name.', {
    pointer: '/name',
  });
}
