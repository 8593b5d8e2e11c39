import { sql, type Kysely } from 'kysely';
import { expect, it } from 'vitest';
import { migrations } from '../../../migrations/index.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import { HOUR_MS } from '../../../src/lib/duration.ts';
import { appendEvent, deliverDue, dispatchOutbox } from '../../../src/webhooks/index.ts';
import { answerStatus, startReceiver } from './receiver.ts';
import { addEndpoint, announce, createWorld, deliveriesOf } from './setup.ts';

const SINCE = [
  '20261126T000000Z-events-are-written-once',
  '20261126T010000Z-the-last-attempt-stands-in-its-delivery',
  '20261127T000000Z-what-is-pending-stands-apart',
];

it('events, places, attempts and what is pending are what they were before, and what waited is dispatched', async () => {
  await using receiver = await startReceiver();
  await using world = await createWorld({ allowedPrivateHosts: [receiver.host] });
  await addEndpoint(world, `${receiver.origin}/hooks`);
  receiver.answer('/hooks', answerStatus(500));
  await announce(world, 2);
  await deliverDue(world);
  world.clock.advance(HOUR_MS);
  await announce(world, 1);
  receiver.answer('/hooks', answerStatus(200));
  await deliverDue(world);
  receiver.answer('/failing', answerStatus(500));
  await addEndpoint(world, `${receiver.origin}/failing`);
  await announce(world, 1);
  await deliverDue(world);
  const waiting = await inTransaction(world.db, (trx) =>
    appendEvent(
      trx,
      { organizationId: world.organizationId, linkedAccountId: null },
      { type: 'group.created', data: {} },
    ),
  );
  const read = async () => ({
    deliveries: await deliveriesOf(world),
    places: (await sql`select event_id, position from event_positions order by position`.execute(world.db))
      .rows,
  });
  const before = await read();
  expect(before.places).toHaveLength(4);
  expect(before.deliveries.map(({ attempts }) => attempts.length).sort()).toEqual([1, 1, 1, 2, 2]);
  expect(before.deliveries.map(({ state }) => state).sort()).toEqual([
    'pending',
    ...Array(4).fill('succeeded'),
  ]);

  const db = world.db as unknown as Kysely<unknown>;
  for (const name of SINCE.toReversed()) await migrations[name]!.down!(db);
  const { rows } = await sql`
    select (select count(*)::int from outbox_events where dispatched_at is null) as waiting,
           (select count(*)::int from outbox_events where position is not null) as placed,
           (select count(*)::int from delivery_attempts) as attempts,
           (select count(*)::int from webhook_deliveries where next_attempt_at is not null) as due`.execute(
    db,
  );
  expect(rows).toEqual([{ waiting: 1, placed: 4, attempts: 7, due: 1 }]);
  for (const name of SINCE) await migrations[name]!.up(db);

  expect(await read()).toEqual(before);
  await dispatchOutbox(world);
  receiver.answer('/failing', answerStatus(200));
  world.clock.advance(HOUR_MS);
  await deliverDue(world);
  expect(await deliveriesOf(world, { event_id: waiting })).toMatchObject(
    Array(2).fill({ state: 'succeeded' }),
  );
  expect(await deliveriesOf(world, { state: 'pending' })).toEqual([]);
});
