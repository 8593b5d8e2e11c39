import pg from 'pg';
import { sql } from 'kysely';
import { expect, it, vi } from 'vitest';
import { openIssue } from '../../../src/accounts/index.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import { notifyFailure } from '../../../src/notifications/index.ts';
import { people, roster } from './fake-source.ts';
import { countTypes, SyncWorld } from './sync-world.ts';

/** What a run may ask of the database when its source has not changed; each costs the same, however small the employer. */
const MOST_STATEMENTS = 22;

async function readWorld(): Promise<SyncWorld> {
  const world = await SyncWorld.create(roster(people(3)));
  await world.sync();
  await world.takeEvents();
  return world;
}

it('asks little of the database', async () => {
  await using world = await readWorld();
  const syncRunId = await world.request();
  const query = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await world.work(syncRunId);
    expect((await world.run(syncRunId)).state).toBe('unchanged');
    expect(query.mock.calls.length).toBeGreaterThan(0);
    expect(query.mock.calls.length).toBeLessThanOrEqual(MOST_STATEMENTS);
  } finally {
    query.mockRestore();
  }
});

it('ends what earlier runs have left open', async () => {
  await using world = await readWorld();
  const { deps, scope } = world;
  await inTransaction(deps.db, async (trx) => {
    for (const code of ['source_unavailable', 'report_malformed', 'permission_missing', 'data_stale']) {
      await openIssue(trx, scope, { code, description: 'Left open.' });
    }
    await openIssue(trx, scope, { code: 'work_email_missing', description: 'Not for a run to close.' });
    await notifyFailure(trx, scope, { code: 'source_unavailable' });
  });
  await sql`
    insert into source_breakers (integration, opened_at, probe_at) values ('fake', now(), now())`.execute(
    deps.db,
  );
  await world.takeEvents();
  expect((await world.sync()).state).toBe('unchanged');
  expect((await world.openIssues()).map(({ code }) => code)).toEqual(['work_email_missing']);
  expect(countTypes(await world.takeEvents())).toEqual({ 'linked_account.recovered': 1 });
  const told = await deps.db
    .selectFrom('notifications')
    .select(['kind', 'ended_at'])
    .orderBy('kind')
    .execute();
  expect(told.map(({ kind }) => kind)).toEqual(['failure', 'recovery']);
  expect(told[0]!.ended_at).not.toBeNull();
  expect(await deps.db.selectFrom('source_breakers').selectAll().execute()).toEqual([]);
});
