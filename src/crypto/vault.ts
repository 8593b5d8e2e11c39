import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import { newId } from '../lib/ids.ts';
import type { Keyring } from './keyring.ts';
import { sealBytes, unsealBytes } from './sealed-envelope.ts';

/** Whose secret it is: each linked account and each organization has a data key of its own. */
export type SealScope = { linkedAccountId: string } | { organizationId: string };

/**
 * Seals and unseals small secrets. `field` names what is sealed (`service_account.password`) and is bound to the bytes
 * together with the scope, so that a value moved to another row does not open.
 */
export interface Vault {
  seal(db: Db | Trx, scope: SealScope, field: string, plain: string | Uint8Array): Promise<Buffer>;
  unseal(db: Db | Trx, scope: SealScope, field: string, sealed: Uint8Array): Promise<Buffer>;
  /** The data key fetched once, for many secrets of one scope. Keep it for one piece of work, and let it go. */
  openSealer(db: Db | Trx, scope: SealScope): Promise<Sealer>;
}

export interface Sealer {
  seal(field: string, plain: string): Buffer;
  unseal(field: string, sealed: Uint8Array): string;
  /** 32 bytes, equal for equal values of one field and scope; without the data key nothing can be told from them. */
  fingerprint(field: string, plain: string): Buffer;
}

export function createVault(keyring: Keyring): Vault {
  return {
    async seal(db, scope, field, plain) {
      const { id, key } =
        (await findDataKey(db, keyring, scope)) ?? (await createDataKey(db, keyring, scope));
      return sealBytes(
        key,
        purposeOf(scope, field, id),
        typeof plain === 'string' ? Buffer.from(plain) : plain,
      );
    },
    async unseal(db, scope, field, sealed) {
      const dataKey = await findDataKey(db, keyring, scope);
      if (!dataKey) throw new AppError('gone', 'data_key_missing', 'What was sealed here has been shredded.');
      return unsealBytes(dataKey.key, purposeOf(scope, field, dataKey.id), sealed);
    },
    async openSealer(db, scope) {
      const dataKey = (await findDataKey(db, keyring, scope)) ?? (await createDataKey(db, keyring, scope));
      return toSealer(scope, dataKey);
    },
  };
}

function toSealer(scope: SealScope, { id, key }: DataKey): Sealer {
  // A key of its own: what is hashed says nothing of what is sealed.
  const hashKey = Buffer.from(hkdfSync('sha256', key, '', `v1|fingerprint|${scopeText(scope)}`, 32));
  return {
    seal: (field, plain) => sealBytes(key, purposeOf(scope, field, id), Buffer.from(plain)),
    unseal: (field, sealed) => unsealBytes(key, purposeOf(scope, field, id), sealed).toString('utf8'),
    fingerprint: (field, plain) =>
      createHmac('sha256', hashKey).update(field).update('\0').update(plain).digest(),
  };
}

interface DataKey {
  id: string;
  key: Buffer;
}

const scopeText = (scope: SealScope): string =>
  'linkedAccountId' in scope
    ? `linked_account:${scope.linkedAccountId}`
    : `organization:${scope.organizationId}`;
const purposeOf = (scope: SealScope, field: string, dataKeyId: string): string =>
  `v1|${scopeText(scope)}|${field}|${dataKeyId}`;
const wrapPurposeOf = (scope: SealScope, dataKeyId: string): string =>
  `v1|data_key|${scopeText(scope)}|${dataKeyId}`;

async function findDataKey(db: Db | Trx, keyring: Keyring, scope: SealScope): Promise<DataKey | undefined> {
  const row =
    'linkedAccountId' in scope
      ? await db
          .selectFrom('data_keys')
          .select(['id', 'wrapped_key', 'key_encryption_key_id'])
          .where('linked_account_id', '=', scope.linkedAccountId)
          .executeTakeFirst()
      : await db
          .selectFrom('organization_data_keys')
          .select(['id', 'wrapped_key', 'key_encryption_key_id'])
          .where('organization_id', '=', scope.organizationId)
          .executeTakeFirst();
  if (!row) return undefined;
  const key = unsealBytes(
    keyring.get(row.key_encryption_key_id),
    wrapPurposeOf(scope, row.id),
    row.wrapped_key,
  );
  return { id: row.id, key };
}

/** Two callers may race: the first insert wins, and both read what it left. */
async function createDataKey(db: Db | Trx, keyring: Keyring, scope: SealScope): Promise<DataKey> {
  const id = newId();
  const wrapped = {
    id,
    wrapped_key: sealBytes(keyring.get(keyring.currentId), wrapPurposeOf(scope, id), randomBytes(32)),
    key_encryption_key_id: keyring.currentId,
  };
  if ('linkedAccountId' in scope) {
    await db
      .insertInto('data_keys')
      .values({ ...wrapped, linked_account_id: scope.linkedAccountId })
      .onConflict((conflict) => conflict.column('linked_account_id').doNothing())
      .execute();
  } else {
    await db
      .insertInto('organization_data_keys')
      .values({ ...wrapped, organization_id: scope.organizationId })
      .onConflict((conflict) => conflict.column('organization_id').doNothing())
      .execute();
  }
  const stored = await findDataKey(db, keyring, scope);
  if (!stored) throw new AppError('not_found', 'not_found', 'There is no such account to seal for.');
  return stored;
}
