import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { parseKeyring } from '../../../src/crypto/keyring.ts';
import { createVault } from '../../../src/crypto/vault.ts';
import { createTestDatabase } from '../../support/database.ts';
import { insertAccount } from '../../support/rows.ts';

const encoded = (): string => randomBytes(32).toString('base64');

it('opens for the account and field it was sealed for, and nowhere else', async () => {
  await using database = await createTestDatabase();
  const vault = createVault(parseKeyring(`k1:${encoded()}`));
  const mine = { linkedAccountId: (await insertAccount(database.db)).linkedAccountId };
  const other = { linkedAccountId: (await insertAccount(database.db)).linkedAccountId };
  const sealed = await vault.seal(database.db, mine, 'password', 'secret');
  await vault.seal(database.db, other, 'password', 'other');
  expect((await vault.unseal(database.db, mine, 'password', sealed)).toString()).toBe('secret');
  await expect(vault.unseal(database.db, other, 'password', sealed)).rejects.toThrowError(
    /could not be unsealed/,
  );
  await expect(vault.unseal(database.db, mine, 'token', sealed)).rejects.toThrowError(
    /could not be unsealed/,
  );
});

it('makes one data key though many seal at once', async () => {
  await using database = await createTestDatabase();
  const vault = createVault(parseKeyring(`k1:${encoded()}`));
  const scope = { linkedAccountId: (await insertAccount(database.db)).linkedAccountId };
  const sealed = await Promise.all(
    Array.from({ length: 10 }, (_, i) => vault.seal(database.db, scope, 'f', `${i}`)),
  );
  const opened = await Promise.all(sealed.map((bytes) => vault.unseal(database.db, scope, 'f', bytes)));
  expect(opened.map(String)).toEqual(sealed.map((_, i) => `${i}`));
});

it('still opens after a new sealing key was put in front, and shreds with the data key', async () => {
  await using database = await createTestDatabase();
  const old = `k1:${encoded()}`;
  const scope = { linkedAccountId: (await insertAccount(database.db)).linkedAccountId };
  const sealed = await createVault(parseKeyring(old)).seal(database.db, scope, 'f', 'secret');
  const rotated = createVault(parseKeyring(`k2:${encoded()},${old}`));
  expect((await rotated.unseal(database.db, scope, 'f', sealed)).toString()).toBe('secret');
  await database.db.deleteFrom('data_keys').where('linked_account_id', '=', scope.linkedAccountId).execute();
  await expect(rotated.unseal(database.db, scope, 'f', sealed)).rejects.toThrowError(/shredded/);
});
