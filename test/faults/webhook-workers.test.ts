import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { answerStatus, startReceiver, type Receiver } from '../integration/webhooks/receiver.ts';
import { addEndpoint, announce, createWorld, type World } from '../integration/webhooks/setup.ts';
import { PLACE_MS, RACED_DELIVERIES } from '../support/fault-lengths.ts';

const WORKERS = 8;
const PROGRAM = path.resolve(import.meta.dirname, '../integration/webhooks/deliver-in-child.ts');

it(
  `${WORKERS} processes that race for ${RACED_DELIVERIES} deliveries make each attempt of each once`,
  async () => {
    await using receiver = await startReceiver();
    await using world = await createWorld({ allowedPrivateHosts: [receiver.host] });
    // An hour: nothing is to become due by itself meanwhile.
    receiver.answer('/bad', answerStatus(503, { 'retry-after': '3600' }));
    for (const at of ['/good', '/bad']) await addEndpoint(world, `${receiver.origin}${at}`);
    const half = RACED_DELIVERIES / 2;
    const ids = (await announce(world, half)).sort();
    const workers = startWorkers(world, receiver);
    try {
      expect(await race(workers)).toBe(RACED_DELIVERIES);
      expect(idsAt(receiver, '/good')).toEqual(ids);
      expect(idsAt(receiver, '/bad')).toEqual(ids);

      await sql`update pending_deliveries set next_attempt_at = now()`.execute(world.db);
      expect(await race(workers)).toBe(half);
      expect(idsAt(receiver, '/good')).toEqual(ids);
      expect(idsAt(receiver, '/bad')).toEqual([...ids, ...ids].sort());
    } finally {
      await Promise.all(workers.map(end));
    }
    const { rows } = await sql<{ attempts: number; deliveries: number }>`
      select attempt_count as attempts, count(*)::int as deliveries
        from (select d.id, max(a.attempt_number) as attempt_count
                from webhook_deliveries d join delivery_attempts a on a.delivery_id = d.id
               group by d.id having count(*) = max(a.attempt_number)) counted
       group by attempt_count order by attempt_count`.execute(world.db);
    expect(rows).toEqual([
      { attempts: 1, deliveries: half },
      { attempts: 2, deliveries: half },
    ]);
  },
  PLACE_MS,
);

function startWorkers(world: World, receiver: Receiver): ChildProcess[] {
  return Array.from({ length: WORKERS }, () => fork(PROGRAM, [world.url, world.keys, receiver.host]));
}

/** All at once; how many attempts they made. */
async function race(workers: readonly ChildProcess[]): Promise<number> {
  const passes = await Promise.all(
    workers.map(async (worker) => {
      worker.send('deliver');
      const [pass] = (await once(worker, 'message')) as [{ attempted: number }];
      return pass.attempted;
    }),
  );
  return passes.reduce((sum, attempted) => sum + attempted);
}

const idsAt = (receiver: Receiver, at: string): string[] =>
  receiver
    .at(at)
    .map(({ headers }) => String(headers['webhook-id']))
    .sort();

async function end(worker: ChildProcess): Promise<void> {
  const ended = once(worker, 'exit');
  worker.kill('SIGKILL');
  await ended;
}
