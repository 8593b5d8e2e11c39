import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { RetentionSettings } from '../../../src/config/config.ts';
import { sweepErasures, sweepRetention } from '../../../src/erasure/index.ts';
import { resolveAsOf } from '../../../src/hris/as-of.ts';
import { DAY_MS } from '../../../src/lib/duration.ts';
import { newId } from '../../../src/lib/ids.ts';
import { disconnectAccount } from '../../../src/linking/index.ts';
import { findText } from '../../support/find-text.ts';
import { people, person, roster } from './fake-source.ts';
import { countTypes, SyncWorld } from './sync-world.ts';

const KEPT: RetentionSettings = {
  terminatedKeptDays: null,
  disconnectedKeptDays: null,
  historyKeptDays: null,
};

const sweep = (world: SyncWorld, kept: Partial<RetentionSettings>) =>
  sweepRetention({ ...world.deps, config: { retention: { ...KEPT, ...kept } } });

async function withNothingTold(world: SyncWorld, kept: Partial<RetentionSettings>): Promise<void> {
  await world.takeEvents();
  const before = await world.everything();
  await sweep(world, kept);
  expect(await world.everything()).toEqual(before);
  expect(await world.takeEvents()).toEqual([]);
}

const openLinkSession = (world: SyncWorld) =>
  sql`
    insert into link_sessions (id, organization_id, linked_account_id, state, state_entered_at, token_expires_at, created_at)
    values (${newId()}, ${world.scope.organizationId}, ${world.scope.linkedAccountId}, 'awaiting_consent', now(), now(), now())`.execute(
    world.deps.db,
  );
const closeLinkSessions = (world: SyncWorld) =>
  sql`update link_sessions set ended_at = now()`.execute(world.deps.db);

describe('people who left', () => {
  const LEFT = { status: 'INACTIVE', terminationDate: '2026-11-01' } as const;
  const leaver = person(1, LEFT);

  async function createWorld(): Promise<SyncWorld> {
    const world = await SyncWorld.create(roster([leaver, ...people(4).slice(1)]));
    await world.sync();
    return world;
  }

  it('are kept for as long as the setting says, and for ever without it', async () => {
    await using world = await createWorld();
    await withNothingTold(world, {});
    await withNothingTold(world, { terminatedKeptDays: 30 });
    world.clock.advance(8 * DAY_MS);
    await withNothingTold(world, { terminatedKeptDays: 30 });
  });

  it('are emptied then and marked as deleted, which is told without a word of them, and no sync brings them back', async () => {
    await using world = await createWorld();
    const { id } = await world.employee('person1@corp.test');
    expect(await findText(world.deps.db, 'person1@corp.test')).not.toEqual([]);
    await world.takeEvents();
    world.clock.advance(30 * DAY_MS);
    await sweep(world, { terminatedKeptDays: 30 });
    const events = await world.takeEvents();
    expect(countTypes(events)).toEqual({
      'employee.deleted': 1,
      'employment.deleted': 1,
      'location.deleted': 1,
    });
    expect(events.at(-1)!.data).toMatchObject({
      erased: 'retention',
      changes: [],
      record: { id, last_name: null },
    });
    for (const salt of ['1', '2', '3']) {
      expect((await world.sync({ salt })).state).toBe('succeeded');
      for (const text of ['person1@corp.test', 'Last1', '1 Main Street', '1961-02-11']) {
        expect([text, await findText(world.deps.db, text)]).toEqual([text, []]);
      }
    }
    const employees = await world.records('employee');
    expect(employees.filter((one) => one.remote_was_deleted).map((one) => one.id)).toEqual([id]);
    expect(employees).toHaveLength(4);
    expect(await world.openIssues()).toEqual([]);
  });

  it('are new people when they come back', async () => {
    await using world = await createWorld();
    const { id } = await world.employee('person1@corp.test');
    world.clock.advance(30 * DAY_MS);
    await sweep(world, { terminatedKeptDays: 30 });
    await world.sync({ salt: '1' });
    world.source.roster.people[0] = person(1);
    expect((await world.sync()).state).toBe('succeeded');
    const back = await world.employee('person1@corp.test');
    expect([back.id === id, back.remote_was_deleted]).toEqual([false, false]);
    expect(back.body['employments']).toHaveLength(1);
    world.source.roster.people[0].history.push({ date: '2026-12-01', title: 'Lead', rate: 5 });
    await world.sync();
    expect((await world.employee('person1@corp.test')).body['employments']).toHaveLength(2);
  });

  it('are emptied too when the source lost them, by the day it did', async () => {
    await using world = await SyncWorld.create(roster(people(6)));
    await world.sync();
    const gone = world.source.roster.people.shift()!;
    for (const salt of ['1', '2']) await world.sync({ salt });
    expect((await world.employee(gone.workEmail!)).remote_was_deleted).toBe(true);
    await withNothingTold(world, { terminatedKeptDays: 30 });
    world.clock.advance(31 * DAY_MS);
    await sweep(world, { terminatedKeptDays: 30 });
    expect(await findText(world.deps.db, gone.workEmail!)).toEqual([]);
  });

  it('stay while the account is being linked again, or a run is at work', async () => {
    await using world = await createWorld();
    world.clock.advance(30 * DAY_MS);
    await openLinkSession(world);
    await withNothingTold(world, { terminatedKeptDays: 30 });
    await closeLinkSessions(world);
    const runId = await world.request();
    await sql`update sync_runs set state = 'running' where id = ${runId}`.execute(world.deps.db);
    await withNothingTold(world, { terminatedKeptDays: 30 });
    await sql`update sync_runs set state = 'discarded' where id = ${runId}`.execute(world.deps.db);
    await sweep(world, { terminatedKeptDays: 30 });
    expect(await findText(world.deps.db, 'person1@corp.test')).toEqual([]);
  });
});

describe('records of a disconnected account', () => {
  async function createWorld(): Promise<SyncWorld> {
    const world = await SyncWorld.create(roster(people(3)));
    await world.sync();
    await disconnectAccount(world.deps, world.scope);
    return world;
  }

  it('are erased after the setting, which is told; the account stays', async () => {
    await using world = await createWorld();
    world.clock.advance(9 * DAY_MS);
    await withNothingTold(world, { disconnectedKeptDays: 10 });
    world.clock.advance(2 * DAY_MS);
    await openLinkSession(world);
    await withNothingTold(world, { disconnectedKeptDays: 10 });
    await closeLinkSessions(world);
    await sweep(world, { disconnectedKeptDays: 10 });
    await sweepErasures(world.deps);
    expect(Object.values(await world.everything()).flat()).toEqual([]);
    for (const text of ['person1@corp.test', 'Last1', 'Main Street'])
      expect(await findText(world.deps.db, text)).toEqual([]);
    const events = await world.takeEvents();
    expect(countTypes(events)).toEqual({ 'linked_account.records_erased': 1 });
    expect(await world.account()).toMatchObject({
      status: 'IDLE',
      source_hash: null,
      data_fresh_as_of: null,
    });
    const receipts = await world.deps.db.selectFrom('erasure_receipts').selectAll().execute();
    expect(receipts).toMatchObject([{ subject: 'records', counts: { employees: 3, employments: 3 } }]);
    expect(receipts[0]!.erased_at).not.toBeNull();
    // Once is enough.
    world.clock.advance(20 * DAY_MS);
    await withNothingTold(world, { disconnectedKeptDays: 10 });
  });

  it('come back with the account', async () => {
    await using world = await createWorld();
    world.clock.advance(11 * DAY_MS);
    await sweep(world, { disconnectedKeptDays: 10 });
    await sql`update linked_accounts set status = 'COMPLETE'`.execute(world.deps.db);
    await sql`
      insert into service_accounts (linked_account_id, user_name, sealed_password, created_at)
      values (${world.scope.linkedAccountId}, 'service@corp.test', ${await sealPassword(world)}, now())`.execute(
      world.deps.db,
    );
    expect((await world.sync()).state).toBe('succeeded');
    expect(await world.records('employee')).toHaveLength(3);
  });
});

const sealPassword = (world: SyncWorld) =>
  world.deps.vault.seal(
    world.deps.db,
    { linkedAccountId: world.scope.linkedAccountId },
    'service_account.password',
    'a long password',
  );

describe('former states', () => {
  it('are forgotten after the setting, and a question about that time is refused', async () => {
    await using world = await SyncWorld.create(roster(people(2)));
    await world.sync();
    world.source.roster.people[0]!.phone = '+15550000099';
    await world.sync();
    const { db } = world.deps;
    const count = async () => (await db.selectFrom('record_versions').select('record_id').execute()).length;
    expect(await count()).toBe(1);
    await sweep(world, { historyKeptDays: 30 });
    expect(await count()).toBe(1);
    const question = { filters: {}, extras: {} as never };
    const ask = (asOf: string) => resolveAsOf(db, world.scope.linkedAccountId, { ...question, asOf });
    expect(await ask('2026-11-01')).not.toBeNull();
    world.clock.advance(31 * DAY_MS);
    await sweep(world, { historyKeptDays: 30 });
    expect(await count()).toBe(0);
    await expect(ask('2026-11-01')).rejects.toMatchObject({ code: 'as_of_not_kept' });
    expect(await world.records('employee')).toHaveLength(2);
  });
});
