import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { SYSTEM } from '../../src/audit/index.ts';
import { ConnectorError } from '../../src/connectors/errors.ts';
import { continueErasure, eraseAccount, sweepErasures } from '../../src/erasure/index.ts';
import { DatabasePause } from '../support/database-pause.ts';
import { findText } from '../support/find-text.ts';
import { people, person, roster } from '../integration/sync/fake-source.ts';
import { SyncWorld } from '../integration/sync/sync-world.ts';

const RESCUE_MS = 20_000;

async function syncedWorld(): Promise<SyncWorld> {
  const world = await SyncWorld.create(roster(people(10)));
  await world.sync();
  return world;
}

const erase = (world: SyncWorld) => eraseAccount(world.deps, world.scope, SYSTEM);

/** Nobody and nothing of the account is there any more, but that it is gone. */
async function expectGone(world: SyncWorld): Promise<void> {
  const { db } = world.deps;
  for (const text of ['person1@corp.test', 'Last11', 'Main Street'])
    expect(await findText(db, text)).toEqual([]);
  for (const table of [
    'linked_accounts',
    'sync_runs',
    'sync_stage',
    'sync_stage_contents',
    'employees',
    'issues',
  ]) {
    const { rows } = await sql`select from ${sql.table(table)}`.execute(db);
    expect([table, rows.length]).toEqual([table, 0]);
  }
  const events = await db.selectFrom('outbox_events').select('type').execute();
  expect(events).toEqual([{ type: 'linked_account.deleted' }]);
  const [receipt, ...others] = await db.selectFrom('erasure_receipts').selectAll().execute();
  expect([others.length, receipt!.erased_at !== null]).toEqual([0, true]);
}

it.each<[string, (world: SyncWorld, act: () => Promise<void>) => void]>([
  ['signs in', ({ source }, act) => (source.beforeSignIn = act)],
  ['reads', ({ source }, act) => (source.beforeItem = (place) => (place === 15 ? act() : undefined))],
  [
    'fails',
    ({ source }, act) =>
      (source.beforeSignIn = async () => {
        await act();
        throw new ConnectorError('bad_credentials', 'The source refused the sign-in.');
      }),
  ],
])('writes nothing of a run whose account is erased while it %s', async (_when, arrange) => {
  await using world = await syncedWorld();
  world.source.roster.people.push(person(11));
  const id = await world.request();
  arrange(world, async () => void (await erase(world)));
  await world.work(id);
  await expectGone(world);
});

it.each<[string, Parameters<DatabasePause['arm']>[0]]>([
  ['copies', { table: 'sync_stage', on: 'insert', when: 'new.ordinal = 5' }],
  ['compares', { table: 'sync_stage', on: 'update', when: 'old.action is null and new.action is not null' }],
  ['writes a person', { table: 'employees', on: 'update' }],
])(
  'erases what a run has written that %s at that moment',
  async (_when, halt) => {
    await using world = await syncedWorld();
    world.source.roster.people[0] = person(1, { phone: '+15550000099' });
    const id = await world.request();
    await using pause = await DatabasePause.open(world.database.url);
    await pause.arm(halt);
    const working = world.work(id);
    await pause.caught(RESCUE_MS);
    const erasing = erase(world);
    await pause.release();
    await Promise.all([working, erasing]);
    await world.work(id);
    await expectGone(world);
  },
  60_000,
);

it('takes a held run with it, and nobody can let it through', async () => {
  await using world = await syncedWorld();
  world.source.roster.people.splice(0, 9);
  const held = await world.sync();
  expect(held.state).toBe('held');
  await erase(world);
  await expectGone(world);
  await expect(world.release(held.id)).rejects.toMatchObject({ kind: 'not_found' });
});

it('erases a large account bit by bit, whoever does it and however often', async () => {
  await using world = await syncedWorld();
  const { db } = world.deps;
  await sql`
    insert into record_versions (linked_account_id, model, record_id, sequence, body, valid_from, valid_to, changes)
    select ${world.scope.linkedAccountId}, 'employee', gen_random_uuid(), 1, '{}', now(), now(), '[]'
      from generate_series(1, 12000)`.execute(db);
  const { id } = await erase(world);
  await Promise.all([
    continueErasure(world.deps, id),
    continueErasure(world.deps, id),
    sweepErasures(world.deps),
  ]);
  await expectGone(world);
  const { counts } = await db.selectFrom('erasure_receipts').select('counts').executeTakeFirstOrThrow();
  expect(counts).toMatchObject({ record_versions: 12_000, employees: 10, employments: 10 });
});

it('goes on where a worker died in the middle of it', async () => {
  await using world = await syncedWorld();
  const { db } = world.deps;
  let transactions = 0;
  const failing = new Proxy(db, {
    get(target, name, receiver) {
      if (name === 'transaction' && (transactions += 1) > 4) throw new Error('Killed.');
      const value: unknown = Reflect.get(target, name, receiver);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  await expect(eraseAccount({ ...world.deps, db: failing }, world.scope, SYSTEM)).rejects.toThrow('Killed.');
  const { erased_at } = await db.selectFrom('erasure_receipts').select('erased_at').executeTakeFirstOrThrow();
  expect(erased_at).toBeNull();
  expect((await world.records('employee')).length).toBeGreaterThan(0);
  // What is left belongs to nobody.
  expect(await db.selectFrom('linked_accounts').select('organization_id').execute()).toEqual([
    { organization_id: null },
  ]);
  await sweepErasures(world.deps);
  await expectGone(world);
});
