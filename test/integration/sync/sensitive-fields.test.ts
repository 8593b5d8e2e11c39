import { expect, it } from 'vitest';
import { storeAccountScopes } from '../../../src/accounts/index.ts';
import { parseKeyring } from '../../../src/crypto/keyring.ts';
import { createVault } from '../../../src/crypto/vault.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import { getRecord } from '../../../src/hris/get-record.ts';
import { DEFAULT_SCOPES } from '../../../src/hris/scopes.ts';
import type { SnapshotItem } from '../../../src/hris/snapshot.ts';
import { rewriteScopes } from '../../../src/sync/index.ts';
import { findText } from '../../support/find-text.ts';
import { people, roster } from './fake-source.ts';
import { SyncWorld } from './sync-world.ts';

const GRANTED = { ...DEFAULT_SCOPES, Employee: [...DEFAULT_SCOPES.Employee!, 'ssn'] };
const KEY = `test:${Buffer.alloc(32, 7).toString('base64')}`;

const withNumber =
  (ssn: string | null, keptFields: string[] = []) =>
  (item: SnapshotItem): SnapshotItem =>
    item.model === 'employee' ? { ...item, fields: { ...item.fields, ssn }, keptFields } : item;

async function createWorld(ssn: string): Promise<SyncWorld> {
  const world = await SyncWorld.create(roster(people(2), { alter: withNumber(ssn) }));
  await inTransaction(world.deps.db, (trx) =>
    storeAccountScopes(trx, world.scope, { before: null, after: GRANTED }),
  );
  return world;
}

async function readNumber(
  world: SyncWorld,
  id: string,
  areSensitiveFieldsIncluded = true,
  vault = world.deps.vault,
) {
  const extras = { expand: [], enumOrigins: [], isRemoteDataIncluded: false, areSensitiveFieldsIncluded };
  const { linkedAccountId } = world.scope;
  const { json } = await getRecord(
    { db: world.deps.db, vault },
    { linkedAccountId, model: 'employee', id, extras },
  );
  return (JSON.parse(json) as Record<string, unknown>)['ssn'];
}

it('is neither stored nor given where nobody agreed to it', async () => {
  await using world = await SyncWorld.create(roster(people(2), { alter: withNumber('900-12-3456') }));
  await world.sync();
  const { id } = await world.employee('person1@corp.test');
  expect(await readNumber(world, id)).toBeNull();
  expect(await findText(world.deps.db, '900-12')).toEqual([]);
  expect(await world.deps.db.selectFrom('sealed_fields').select('field').execute()).toEqual([]);
});

it('is stored sealed, told in no event, and given to who asks for it by name', async () => {
  await using world = await createWorld('900-12-3456');
  await world.sync();
  const { id } = await world.employee('person1@corp.test');
  expect([await readNumber(world, id, false), await readNumber(world, id)]).toEqual([null, '900-12-3456']);
  expect(await findText(world.deps.db, '900-12')).toEqual([]);

  // The same rows again are no change, sealed anew or not.
  await world.takeEvents();
  const same = await world.sync({ salt: 'another' });
  expect(same.counts!['employee']).toMatchObject({ updated: 0, unchanged: 2 });
  await world.takeEvents();

  // Another number moves the record, and nobody is told what it is.
  const { sequence } = await world.employee('person1@corp.test');
  await world.sync({ alter: withNumber('900-65-4321'), salt: 'third' });
  const [changed] = await world.takeEvents();
  expect(changed).toMatchObject({ type: 'employee.updated', data: { record: { ssn: null }, changes: [] } });
  expect((await world.employee('person1@corp.test')).sequence).toBe(sequence + 1);
  expect(await readNumber(world, id)).toBe('900-65-4321');
  expect(await findText(world.deps.db, '900-')).toEqual([]);

  // Then none.
  await world.sync({ alter: withNumber(null), salt: 'fourth' });
  expect(await readNumber(world, id)).toBeNull();
});

it('is kept where a reading can’t see it', async () => {
  await using world = await createWorld('900-12-3456');
  await world.sync();
  const { id } = await world.employee('person1@corp.test');
  const blind = await world.sync({ alter: withNumber(null, ['ssn']), salt: 'blind' });
  expect(blind.counts!['employee']).toMatchObject({ updated: 0, unchanged: 2 });
  expect(await readNumber(world, id)).toBe('900-12-3456');
  const seen = await world.sync({ alter: withNumber('900-12-3456'), salt: 'seen' });
  expect(seen.counts!['employee']).toMatchObject({ updated: 0, unchanged: 2 });
});

it('goes with the scope, and opens under a new sealing key beside the old one', async () => {
  await using world = await createWorld('900-12-3456');
  await world.sync();
  const { id } = await world.employee('person1@corp.test');
  const rotated = createVault(parseKeyring(`next:${Buffer.alloc(32, 9).toString('base64')},${KEY}`));
  expect(await readNumber(world, id, true, rotated)).toBe('900-12-3456');
  const again = { ...world.deps, vault: rotated };
  world.source.roster.salt = 'rotated';
  const run = await world.request();
  await world.work(run, again);
  expect((await world.run(run)).counts!['employee']).toMatchObject({ updated: 0, unchanged: 2 });

  await inTransaction(world.deps.db, (trx) =>
    storeAccountScopes(trx, world.scope, { before: GRANTED, after: DEFAULT_SCOPES }),
  );
  await rewriteScopes(world.deps, world.scope);
  expect(await readNumber(world, id)).toBeNull();
  expect(await world.deps.db.selectFrom('sealed_fields').select('field').execute()).toEqual([]);
});
