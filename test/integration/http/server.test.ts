import { expect, it } from 'vitest';
import { startHttpServer } from '../../../src/http/server.ts';
import { createHarness, createTenant } from './harness.ts';

it('listens, finishes what is at work when it is told to stop, and then takes nothing more', async () => {
  await using harness = await createHarness({ MUSTER_HTTP_PORT: '0' });
  const { headers, linkedAccountId } = await createTenant(harness);
  const server = await startHttpServer(harness.context);
  expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  await using lock = await lockAccounts(harness.context.pool);
  const slow = fetch(`${server.url}/hris/v1/account-details`, { headers });
  await expect.poll(() => lock.countWaiting()).toBe(1);
  const closed = server.close();
  await lock.release();
  const answer = (await (await slow).json()) as { id: string };
  expect(answer.id).toBe(linkedAccountId);
  await closed;
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
});

/** Makes every question about linked accounts wait, as a slow database would. */
async function lockAccounts(pool: Awaited<ReturnType<typeof createHarness>>['context']['pool']) {
  const client = await pool.connect();
  await client.query('begin; lock table linked_accounts in access exclusive mode');
  let isHeld = true;
  const release = async () => {
    if (isHeld) await client.query('rollback');
    isHeld = false;
  };
  return {
    release,
    async countWaiting(): Promise<number> {
      const { rows } = await client.query<{ count: number }>(
        `select count(*)::int as count from pg_locks
          where not granted and relation = 'linked_accounts'::regclass`,
      );
      return rows[0]!.count;
    },
    async [Symbol.asyncDispose]() {
      await release();
      client.release();
    },
  };
}
