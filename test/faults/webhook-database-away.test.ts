import { expect, it } from 'vitest';
import { inTransaction } from '../../src/db/transaction.ts';
import { appendEvent } from '../../src/webhooks/index.ts';
import { PLACE_MS, RESCUE_MS, SHORT_LENGTHS } from '../support/fault-lengths.ts';
import { waitUntilDone } from '../support/fault-service.ts';
import { startOwnCluster } from '../support/own-cluster.ts';
import { startWholeService, type WholeService } from '../support/whole-service.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

const EVENTS = 1500;

it(
  'PostgreSQL is restarted and then crashes in the middle of deliveries: each event arrives, under one id',
  async () => {
    await using cluster = await startOwnCluster();
    await using service = await startWholeService({ database: cluster.database, usesSystemClock: true });
    const ids = await announceMany(service);
    await using worker = startWorkerProcess(service.environment, { lengths: SHORT_LENGTHS });
    const { events } = service.receiver;
    const arrived = (): number => new Set(events.map(({ id }) => id)).size;
    for (const [share, goAway] of [
      [0.05, () => cluster.stop()],
      [0.25, () => cluster.crash()],
    ] as const) {
      await expect.poll(arrived, { timeout: RESCUE_MS, interval: 5 }).toBeGreaterThan(EVENTS * share);
      await goAway();
      expect(arrived()).toBeLessThan(EVENTS);
      await cluster.start();
    }
    await waitUntilDone({ service });
    expect(worker.isAlive()).toBe(true);
    expect([...new Set(events.map(({ id }) => id))].sort()).toEqual(ids.sort());
    expect(service.receiver.refusedCount).toBe(0);
    const { db } = service.context;
    const ended = await db
      .selectFrom('webhook_deliveries')
      .select('state')
      .where('state', '=', 'succeeded')
      .execute();
    expect(ended).toHaveLength(EVENTS);
  },
  PLACE_MS * 2,
);

function announceMany({ context, organizationId }: WholeService): Promise<string[]> {
  const scope = { organizationId, linkedAccountId: null };
  return inTransaction(context.db, async (trx) => {
    const ids: string[] = [];
    for (let number = 0; number < EVENTS; number += 1)
      ids.push(await appendEvent(trx, scope, { type: 'webhook_endpoint.test', data: { number } }));
    return ids;
  });
}
