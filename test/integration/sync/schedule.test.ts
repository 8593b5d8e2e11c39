import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { pauseAccount, requestSyncNow, resumeAccount } from '../../../src/accounts/index.ts';
import { ConnectorError } from '../../../src/connectors/errors.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import { newId } from '../../../src/lib/ids.ts';
import { requestSync } from '../../../src/accounts/index.ts';
import { reportStaleAccounts, runSync, startDueRuns } from '../../../src/sync/index.ts';
import { people, roster } from './fake-source.ts';
import { countTypes, SyncWorld } from './sync-world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const away = () => {
  throw new ConnectorError('source_unavailable', 'The source answered 503.');
};
const answers = () => undefined;

async function syncedWorld(): Promise<SyncWorld> {
  const world = await SyncWorld.create(roster(people(3)));
  await world.sync();
  await world.takeEvents();
  return world;
}

/** Lets every try of the run happen that the queue would make. */
async function workToTheEnd(world: SyncWorld, id: string): Promise<void> {
  for (let tries = 0; tries < 10; tries += 1) {
    await world.work(id).catch(() => undefined);
    if ((await world.run(id)).finished_at !== null) return;
  }
  throw new Error('The run came to no end.');
}

/** How long the account waits for its next run, in intervals of an hour; a twentieth is jitter. */
async function waits(world: SyncWorld): Promise<number> {
  const { next_sync_at } = await world.account();
  return Math.floor((new Date(next_sync_at!).getTime() - world.clock.now().getTime()) / HOUR_MS);
}

async function openRuns(world: SyncWorld) {
  return await world.deps.db
    .selectFrom('sync_runs')
    .select(['id', 'linked_account_id', 'trigger'])
    .where('state', 'in', ['queued', 'running'])
    .orderBy('queued_at')
    .execute();
}

describe('an account that fails', () => {
  it('is read ever more seldom, and as usual after a success', async () => {
    await using world = await syncedWorld();
    world.source.beforeSignIn = () => {
      throw new ConnectorError('report_malformed', 'Row 3 has 4 cells.', { subject: 'work_history' });
    };
    const seen: number[] = [];
    for (let failures = 1; failures <= 5; failures += 1) {
      await world.sync();
      seen.push(await waits(world));
    }
    expect(seen).toEqual([1, 2, 4, 6, 6]);
    world.source.beforeSignIn = answers;
    await world.sync();
    expect(await waits(world)).toBe(1);
  });

  it('tells each cause once while it lasts, and its end even if nothing changed', async () => {
    await using world = await syncedWorld();
    const fail = (code: 'report_malformed' | 'report_empty') => () => {
      throw new ConnectorError(code, 'Not as it was.', { subject: 'work_history' });
    };
    world.source.beforeSignIn = fail('report_malformed');
    await world.sync();
    await world.sync();
    expect(countTypes(await world.takeEvents())).toEqual({ 'sync.failed': 1 });
    world.source.beforeSignIn = fail('report_empty');
    await world.sync();
    await world.sync();
    const [told, ...more] = await world.takeEvents();
    expect([told!.data.sync_run['error_code'], more]).toEqual(['report_empty', []]);
    world.source.beforeSignIn = answers;
    expect((await world.sync()).state).toBe('unchanged');
    expect((await world.sync()).state).toBe('unchanged');
    expect(countTypes(await world.takeEvents())).toEqual({ 'sync.completed': 1 });
    world.source.beforeSignIn = fail('report_empty');
    await world.sync();
    expect(countTypes(await world.takeEvents())).toEqual({ 'sync.failed': 1 });
  });

  it('becomes an issue when its records are old, which says from when, and tells when that is over', async () => {
    await using world = await syncedWorld();
    await world.deps.db.updateTable('linked_accounts').set({ data_fresh_as_of: world.clock.now() }).execute();
    world.source.beforeSignIn = away;
    await workToTheEnd(world, await world.request());
    world.clock.advance(2 * HOUR_MS);
    await reportStaleAccounts(world.deps);
    expect(await world.openIssues()).toMatchObject([{ code: 'source_unavailable' }]);
    world.clock.advance(HOUR_MS + 1000);
    await reportStaleAccounts(world.deps);
    await reportStaleAccounts(world.deps);
    expect(await world.openIssues()).toMatchObject([{ code: 'data_stale' }, { code: 'source_unavailable' }]);
    const { rows } = await sql<{ error_description: string }>`
      select error_description from issues where code = 'data_stale'`.execute(world.deps.db);
    expect(rows).toHaveLength(1);
    expect(rows[0]!.error_description).toContain('2026-11-22T12:00:00Z');
    await world.takeEvents();
    world.source.beforeSignIn = answers;
    await world.sync();
    expect(await world.openIssues()).toEqual([]);
    const events = await world.takeEvents();
    expect(countTypes(events)).toEqual({ 'linked_account.recovered': 1, 'sync.completed': 1 });
  });
});

describe('accounts that are due', () => {
  async function dueWorld(count: number): Promise<{ world: SyncWorld; ids: string[] }> {
    const world = await syncedWorld();
    const ids = Array.from({ length: count }, () => newId());
    for (const [place, id] of ids.entries()) {
      await world.addAccount(id);
      // The last one waits longest.
      const due = new Date(world.clock.now().getTime() - place * MINUTE_MS);
      await world.deps.db
        .updateTable('linked_accounts')
        .set({ next_sync_at: due })
        .where('id', '=', id)
        .execute();
    }
    return { world, ids };
  }

  const capped = (world: SyncWorld, maxOpenRunsPerSource: number) => ({
    ...world.deps,
    config: {
      sync: {
        ...world.deps.config.sync,
        pacing: { ...world.deps.config.sync.pacing, maxOpenRunsPerSource },
      },
    },
  });

  it('are started as long as their source has room, those that wait longest first; the rest stays due', async () => {
    const { world: owned, ids } = await dueWorld(6);
    await using world = owned;
    const deps = capped(world, 4);
    await Promise.all([startDueRuns(deps), startDueRuns(deps), startDueRuns(deps)]);
    const first = await openRuns(world);
    expect(first.map((run) => run.linked_account_id).toSorted()).toEqual(ids.slice(2).toSorted());
    await startDueRuns(deps);
    expect(await openRuns(world)).toHaveLength(4);
    await world.deps.db
      .updateTable('sync_runs')
      .set({ state: 'failed', finished_at: sql`now()` })
      .where('id', '=', first[0]!.id)
      .execute();
    await startDueRuns(deps);
    expect((await openRuns(world)).map((run) => run.linked_account_id)).toContain(ids[1]);
  });

  it('that are paused are not started; resumed they are due at once', async () => {
    const { world: owned, ids } = await dueWorld(1);
    await using world = owned;
    const scope = { organizationId: world.scope.organizationId, linkedAccountId: ids[0]! };
    await pauseAccount(world.deps, scope);
    world.clock.advance(24 * HOUR_MS);
    await world.deps.db
      .updateTable('linked_accounts')
      .set({ next_sync_at: null })
      .where('id', '=', world.scope.linkedAccountId)
      .execute();
    await startDueRuns(world.deps);
    expect(await openRuns(world)).toEqual([]);
    await resumeAccount(world.deps, scope);
    await startDueRuns(world.deps);
    expect((await openRuns(world)).map((run) => run.linked_account_id)).toEqual(ids);
  });
});

it('reads nothing of a paused account, not even for a run that waited before the pause', async () => {
  await using world = await syncedWorld();
  const id = await world.request();
  await pauseAccount(world.deps, world.scope);
  const { signIns } = world.source;
  await world.work(id);
  expect(await world.run(id)).toMatchObject({ state: 'failed', error_code: 'account_paused' });
  expect(world.source.signIns).toBe(signIns);
  expect(await world.takeEvents()).toEqual([]);
  expect(await world.openIssues()).toEqual([]);
});

describe('a source that is away for many accounts', () => {
  /** Three accounts beside the first, all due. */
  async function fleet(): Promise<{ world: SyncWorld; ids: string[] }> {
    const world = await syncedWorld();
    world.clock.advance(HOUR_MS);
    const ids = Array.from({ length: 3 }, () => newId());
    for (const id of ids) {
      await world.addAccount(id);
      await addAccess(world, id);
    }
    await makeDue(world);
    return { world, ids };
  }

  async function addAccess(world: SyncWorld, id: string): Promise<void> {
    const { db, vault } = world.deps;
    const sealed = await vault.seal(
      db,
      { linkedAccountId: id },
      'service_account.password',
      'a long password',
    );
    await sql`
      insert into service_accounts (linked_account_id, user_name, sealed_password, created_at)
      values (${id}, 'service@corp.test', ${sealed}, now())`.execute(db);
  }

  const makeDue = (world: SyncWorld) =>
    world.deps.db.updateTable('linked_accounts').set({ next_sync_at: world.clock.now() }).execute();

  const breaker = (world: SyncWorld) =>
    world.deps.db.selectFrom('source_breakers').selectAll().executeTakeFirst();

  async function workAll(world: SyncWorld): Promise<void> {
    for (const { id, linked_account_id } of await openRuns(world)) {
      await runSync(world.deps, { linkedAccountId: linked_account_id, syncRunId: id }).catch(() => undefined);
    }
  }

  const due = (world: SyncWorld) =>
    world.deps.db
      .selectFrom('linked_accounts')
      .select('id')
      .where('next_sync_at', '<=', world.clock.now().toISOString())
      .execute();

  async function openBreaker(world: SyncWorld): Promise<void> {
    world.source.beforeSignIn = away;
    await startDueRuns(world.deps);
    await workAll(world);
    await workAll(world);
  }

  it('is left alone: nothing is started, everything stays due, nobody must link again', async () => {
    const { world: owned } = await fleet();
    await using world = owned;
    await openBreaker(world);
    expect(await breaker(world)).toMatchObject({ integration: 'fake', probe_run_id: null });
    expect(await openRuns(world)).toEqual([]);
    expect(await due(world)).toHaveLength(4);
    const { signIns } = world.source;
    await Promise.all([startDueRuns(world.deps), startDueRuns(world.deps)]);
    expect(await openRuns(world)).toEqual([]);
    expect(world.source.signIns).toBe(signIns);
    const accounts = await world.deps.db.selectFrom('linked_accounts').select('status').execute();
    expect(accounts.every(({ status }) => status === 'COMPLETE')).toBe(true);
    expect(await world.openIssues()).toEqual([]);
  });

  it('is tried by one run when the time has come; each one that fails makes the next later', async () => {
    const { world: owned } = await fleet();
    await using world = owned;
    await openBreaker(world);
    world.clock.advance(2 * MINUTE_MS);
    await Promise.all([startDueRuns(world.deps), startDueRuns(world.deps)]);
    const [probe, ...others] = await openRuns(world);
    expect(others).toEqual([]);
    const { signIns } = world.source;
    await workAll(world);
    expect(world.source.signIns).toBe(signIns + 1);
    expect((await world.run(probe!.id)).state).toBe('failed');
    const { failed_probes, probe_at } = (await breaker(world))!;
    expect(failed_probes).toBe(1);
    expect(new Date(probe_at).getTime()).toBeGreaterThanOrEqual(world.clock.now().getTime() + 2 * MINUTE_MS);
    await startDueRuns(world.deps);
    expect(await openRuns(world)).toEqual([]);
  });

  it('is read again when the one run gets through, the accounts spread over their interval', async () => {
    const { world: owned } = await fleet();
    await using world = owned;
    await openBreaker(world);
    world.source.beforeSignIn = answers;
    world.clock.advance(2 * MINUTE_MS);
    await startDueRuns(world.deps);
    const [probe] = await openRuns(world);
    await workAll(world);
    expect(await breaker(world)).toBeUndefined();
    const accounts = await world.deps.db
      .selectFrom('linked_accounts')
      .select(['id', 'next_sync_at'])
      .where('id', '!=', probe!.linked_account_id)
      .execute();
    const delays = accounts.map(
      ({ next_sync_at }) => new Date(next_sync_at!).getTime() - world.clock.now().getTime(),
    );
    expect(delays.every((delay) => delay >= 0 && delay <= HOUR_MS)).toBe(true);
    expect(new Set(delays).size).toBe(3);
    world.clock.advance(HOUR_MS);
    await startDueRuns(world.deps);
    expect(await openRuns(world)).toHaveLength(3);
  });

  it('is tried at once for a person, by one run only; the others are told to wait', async () => {
    const { world: owned, ids } = await fleet();
    await using world = owned;
    await openBreaker(world);
    const scopeOf = (id: string) => ({
      organizationId: world.scope.organizationId,
      linkedAccountId: id,
    });
    const first = await requestSyncNow(world.deps, scopeOf(ids[0]!));
    expect(first.state).toBe('queued');
    world.source.beforeSignIn = async () => {
      const second = await requestSyncNow(world.deps, scopeOf(ids[1]!));
      expect(second).toMatchObject({ id: null, state: 'waiting', waits_for: 'source_away' });
    };
    await workAll(world);
    expect(await world.run(first.id!)).toMatchObject({ state: 'succeeded' });
    expect(await breaker(world)).toBeUndefined();
  });

  it('lets no run through that waited before, and leaves its account due', async () => {
    const { world: owned, ids } = await fleet();
    await using world = owned;
    await openBreaker(world);
    const scope = { organizationId: world.scope.organizationId, linkedAccountId: ids[0]! };
    const { syncRunId } = await inTransaction(world.deps.db, (trx) => requestSync(trx, scope, 'schedule'));
    const { signIns } = world.source;
    await runSync(world.deps, { linkedAccountId: ids[0]!, syncRunId });
    expect(await world.run(syncRunId)).toMatchObject({ state: 'failed', error_code: 'source_left_alone' });
    expect(world.source.signIns).toBe(signIns);
    expect((await due(world)).map(({ id }) => id)).toContain(ids[0]);
  });

  it('for some accounts only is read on', async () => {
    const { world: owned, ids } = await fleet();
    await using world = owned;
    for (let more = 0; more < 4; more += 1) {
      const id = newId();
      await world.addAccount(id);
      await addAccess(world, id);
      ids.push(id);
    }
    await makeDue(world);
    await startDueRuns(world.deps);
    await workAll(world);
    const failing = new Set(ids.slice(0, 3));
    world.source.beforeSignIn = away;
    for (const linkedAccountId of failing) {
      const scope = { organizationId: world.scope.organizationId, linkedAccountId };
      const { syncRunId } = await inTransaction(world.deps.db, (trx) => requestSync(trx, scope, 'request'));
      world.clock.advance(1000);
      await runSync(world.deps, { linkedAccountId, syncRunId }).catch(() => undefined);
    }
    expect(await breaker(world)).toBeUndefined();
    expect(await openRuns(world)).toHaveLength(3);
  });
});
