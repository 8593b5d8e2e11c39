import { describe, expect, test } from 'vitest';
import { requestSync } from '../../../src/accounts/index.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import { newId } from '../../../src/lib/ids.ts';
import { LinkingWorld } from './linking-world.ts';

async function accountOf(world: LinkingWorld) {
  await world.start();
  return { organizationId: world.organizationId, linkedAccountId: (await world.account()).id };
}

describe('asking for a sync', () => {
  test('a thousand times at once gives one run and one job', async () => {
    await using world = await LinkingWorld.create();
    const scope = await accountOf(world);
    const request = () => inTransaction(world.db, (trx) => requestSync(trx, scope, 'request'));
    const answers = await Promise.all(Array.from({ length: 1000 }, request));
    expect(new Set(answers.map((answer) => answer.syncRunId)).size).toBe(1);
    const runs = await world.db.selectFrom('sync_runs').selectAll().execute();
    expect(runs).toMatchObject([{ state: 'queued', trigger: 'request', is_initial: true }]);
    expect(await world.waitingJobs()).toEqual(['run_sync']);
  });

  test('while one is at work asks for one follow-up', async () => {
    await using world = await LinkingWorld.create();
    const scope = await accountOf(world);
    const request = () => inTransaction(world.db, (trx) => requestSync(trx, scope, 'request'));
    const { syncRunId } = await request();
    await world.db.updateTable('sync_runs').set({ state: 'running' }).execute();
    expect(
      new Set((await Promise.all([request(), request(), request()])).map((answer) => answer.syncRunId)),
    ).toEqual(new Set([syncRunId]));
    const runs = await world.db.selectFrom('sync_runs').selectAll().execute();
    expect(runs).toMatchObject([{ id: syncRunId }]);
    const asked = await world.db.selectFrom('sync_requests').selectAll().execute();
    expect(asked).toMatchObject([{ sync_run_id: syncRunId, is_targeted: false }]);
    expect(await world.waitingJobs()).toEqual(['run_sync']);

    await world.db.updateTable('sync_runs').set({ state: 'succeeded' }).execute();
    await world.db.updateTable('linked_accounts').set({ data_fresh_as_of: new Date() }).execute();
    expect((await request()).syncRunId).not.toBe(syncRunId);
    const second = await world.db
      .selectFrom('sync_runs')
      .selectAll()
      .where('state', '=', 'queued')
      .executeTakeFirst();
    expect(second).toMatchObject({ is_initial: false });
  });

  test('is undone with the change that asked', async () => {
    await using world = await LinkingWorld.create();
    const scope = await accountOf(world);
    const failing = inTransaction(world.db, async (trx) => {
      await requestSync(trx, scope, 'request');
      throw new Error('the change failed');
    });
    await expect(failing).rejects.toThrow('the change failed');
    expect(await world.db.selectFrom('sync_runs').select('id').execute()).toEqual([]);
    expect(await world.waitingJobs()).toEqual([]);
  });

  test('of another organization finds no account', async () => {
    await using world = await LinkingWorld.create();
    const scope = { ...(await accountOf(world)), organizationId: newId() };
    await expect(inTransaction(world.db, (trx) => requestSync(trx, scope, 'request'))).rejects.toMatchObject({
      kind: 'conflict',
    });
    expect(await world.waitingJobs()).toEqual([]);
  });
});
