import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inTransaction } from '../../../src/db/transaction.ts';
import { addMs, HOUR_MS } from '../../../src/lib/duration.ts';
import {
  appendEvent,
  deliverDue,
  dispatchOutbox,
  replay,
  testEndpoint,
} from '../../../src/webhooks/index.ts';
import { DatabasePause } from '../../support/database-pause.ts';
import { answerStatus, startReceiver, type Receiver } from './receiver.ts';
import { addEndpoint, announce, createWorld, type World } from './setup.ts';

let receiver: Receiver;
let world: World;
let endpointId: string;

beforeEach(async () => {
  receiver = await startReceiver();
  world = await createWorld({ allowedPrivateHosts: [receiver.host] });
  endpointId = (await addEndpoint(world, `${receiver.origin}/hooks`)).id;
});

afterEach(async () => {
  await world[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const append = () =>
  inTransaction(world.db, (trx) =>
    appendEvent(
      trx,
      { organizationId: world.organizationId, linkedAccountId: null },
      { type: 'employee.created', data: {} },
    ),
  );
const deleteEvent = (id: string) => sql`delete from outbox_events where id = ${id}`.execute(world.db);
const deleteEndpoint = (id: string) => sql`delete from webhook_endpoints where id = ${id}`.execute(world.db);

async function countAll(): Promise<Record<string, number>> {
  const { rows } = await sql<Record<string, number>>`
    select (select count(*)::int from outbox_events) as events,
           (select count(*)::int from undispatched_events) as queued,
           (select count(*)::int from event_positions) as places,
           (select count(*)::int from webhook_deliveries) as deliveries,
           (select count(*)::int from pending_deliveries) as pending,
           (select count(*)::int from delivery_attempts) as attempts`.execute(world.db);
  return rows[0]!;
}

const NOTHING = { events: 0, queued: 0, places: 0, deliveries: 0, pending: 0, attempts: 0 };

describe('whoever deletes', () => {
  beforeEach(async () => {
    receiver.answer('/hooks', answerStatus(500));
    await announce(world, 2);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await deliverDue(world);
      world.clock.advance(HOUR_MS);
    }
    expect(await countAll()).toEqual({
      events: 2,
      queued: 0,
      places: 2,
      deliveries: 2,
      pending: 2,
      attempts: 4,
    });
  });

  it('an event deletes its place, its deliveries and their attempts', async () => {
    const { rows } = await sql<{ id: string }>`select id from outbox_events`.execute(world.db);
    await deleteEvent(rows[0]!.id);
    expect(await countAll()).toEqual({
      events: 1,
      queued: 0,
      places: 1,
      deliveries: 1,
      pending: 1,
      attempts: 2,
    });
    await deleteEvent(rows[1]!.id);
    expect(await countAll()).toEqual(NOTHING);
  });

  it('an endpoint deletes its deliveries and their attempts, and no event', async () => {
    const { id } = await addEndpoint(world, `${receiver.origin}/other`);
    await announce(world, 1);
    await deleteEndpoint(endpointId);
    expect(await countAll()).toEqual({
      events: 3,
      queued: 0,
      places: 3,
      deliveries: 1,
      pending: 1,
      attempts: 0,
    });
    await deleteEndpoint(id);
    expect(await countAll()).toMatchObject({ events: 3, places: 3, deliveries: 0, pending: 0 });
  });

  it('an organization deletes all of it', async () => {
    await append();
    await sql`delete from organizations where id = ${world.organizationId}`.execute(world.db);
    expect(await countAll()).toEqual(NOTHING);
  });
});

it('an event that waits is not dispatched once it is deleted', async () => {
  await deleteEvent(await append());
  await dispatchOutbox(world);
  expect(await countAll()).toEqual(NOTHING);
});

describe('whoever deletes while a delivery is being made waits for it, and deletes it as well:', () => {
  const dispatching = async () => {
    const eventId = await append();
    return { eventId, work: () => dispatchOutbox(world) };
  };
  const replaying = async () => {
    const { id } = await addEndpoint(world, `${receiver.origin}/late`);
    const [eventId] = await announce(world, 1);
    await sql`delete from webhook_deliveries`.execute(world.db);
    const since = addMs(world.clock.now(), -HOUR_MS);
    await deleteEndpoint(id);
    const ask = { since, which: 'all' as const };
    return { eventId: eventId!, work: () => replay(world, world.organizationId, endpointId, ask) };
  };
  const testing = () =>
    Promise.resolve({
      eventId: undefined,
      work: () => testEndpoint(world, world.organizationId, endpointId),
    });

  it.each([
    ['an event that is dispatched', dispatching, 'event'],
    ['an event that is replayed', replaying, 'event'],
    ['an endpoint that an event is dispatched to', dispatching, 'endpoint'],
    ['an endpoint that is sent a replay', replaying, 'endpoint'],
    ['an endpoint that is sent a test', testing, 'endpoint'],
  ] as const)('%s', async (_what, prepare, deleted) => {
    await using pause = await DatabasePause.open(world.url);
    const { eventId, work } = await prepare();
    await pause.arm({ table: 'webhook_deliveries', on: 'insert' });
    const working = work();
    await pause.caught(5000);
    const deleting = deleted === 'event' ? deleteEvent(eventId!) : deleteEndpoint(endpointId);
    await vi.waitUntil(isDeletionWaiting, { timeout: 5000, interval: 20 });
    await pause.release();
    await deleting;
    // Whoever asked may be told that what it is about is gone.
    await Promise.allSettled([working]);
    expect(await countAll()).toMatchObject({ deliveries: 0, pending: 0 });
    if (deleted === 'event') expect(await countAll()).toEqual(NOTHING);
  });
});

async function isDeletionWaiting(): Promise<boolean> {
  const { rows } = await sql`
    select from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock' and query like 'delete from%'`.execute(
    world.db,
  );
  return rows.length > 0;
}
