import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { inTransaction } from '../../../src/db/transaction.ts';
import {
  appendEvent,
  createEndpoint,
  dispatchOutbox,
  EVENT_TYPES,
  type EventType,
  updateEndpoint,
} from '../../../src/webhooks/index.ts';
import { addEndpoint, announce, createWorld, deliveriesOf, insertOrganization, type World } from './setup.ts';

let world: World;
beforeEach(async () => void (world = await createWorld()));
afterEach(() => world[Symbol.asyncDispose]());

const url = 'https://partner.example.com/hooks';
const append = (organizationId: string, type: EventType): Promise<string> =>
  inTransaction(world.db, (trx) =>
    appendEvent(trx, { organizationId, linkedAccountId: null }, { type, data: {} }),
  );
const allDeliveries = () => deliveriesOf(world);

it('gives each enabled endpoint of the organization the events that it wants', async () => {
  const everything = await addEndpoint(world, url);
  const people = await addEndpoint(world, url, ['employee.*', 'sync.held']);
  const off = await addEndpoint(world, url);
  await updateEndpoint(world, world.organizationId, off.id, { status: 'disabled' });
  const other = await insertOrganization(world.db);
  const theirs = await createEndpoint(world, other, { url });
  for (const type of EVENT_TYPES) await append(world.organizationId, type);
  const theirEvent = await append(other, 'group.created');
  await dispatchOutbox(world);

  const deliveries = await allDeliveries();
  const typesOf = (id: string) =>
    deliveries.filter((delivery) => delivery.endpoint_id === id).map((delivery) => delivery.event_type);
  expect(typesOf(everything.id).sort()).toEqual([...EVENT_TYPES].sort());
  const ofPeople = EVENT_TYPES.filter((type) => type.startsWith('employee.'));
  expect(ofPeople).toEqual(expect.arrayContaining(['employee.created', 'employee.terminated']));
  expect(typesOf(people.id).sort()).toEqual([...ofPeople, 'sync.held'].sort());
  expect(typesOf(off.id)).toEqual([]);
  expect(await deliveriesOf(world, { organizationId: other })).toMatchObject([
    { endpoint_id: theirs.id, event_id: theirEvent },
  ]);
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from webhook_deliveries`.execute(world.db);
  expect(rows[0]!.count).toBe(deliveries.length + 1);
});

it('an event of a transaction that was rolled back is never dispatched', async () => {
  await addEndpoint(world, url);
  const scope = { organizationId: world.organizationId, linkedAccountId: null };
  const failed = inTransaction(world.db, async (trx) => {
    await appendEvent(trx, scope, { type: 'employee.created', data: {} });
    throw new Error('rolled back');
  });
  await expect(failed).rejects.toThrow('rolled back');
  await dispatchOutbox(world);
  expect(await allDeliveries()).toEqual([]);
});

it('eight dispatchers make one delivery per event and endpoint of a long outbox, in the order of the events', async () => {
  await addEndpoint(world, url);
  await addEndpoint(world, url);
  const scope = { organizationId: world.organizationId, linkedAccountId: null };
  await inTransaction(world.db, async (trx) => {
    for (let n = 0; n < 1200; n += 1)
      await appendEvent(trx, scope, { type: 'employee.created', data: { n } });
  });
  await Promise.all(Array.from({ length: 8 }, () => dispatchOutbox(world)));
  const deliveries = await allDeliveries();
  expect(deliveries).toHaveLength(2400);
  const pairs = deliveries.map((delivery) => `${delivery.event_id} ${delivery.endpoint_id}`);
  expect(new Set(pairs).size).toBe(2400);
  const { rows } = await sql<{ left: number }>`
    select count(*)::int as left from undispatched_events`.execute(world.db);
  expect(rows[0]).toEqual({ left: 0 });
});

it('one dispatcher works off an outbox of several batches', async () => {
  await addEndpoint(world, url);
  await sql`
    insert into outbox_events (id, organization_id, type, data, occurred_at)
    select gen_random_uuid(), ${world.organizationId}, 'employee.created', '{}', now()
      from generate_series(1, 1001)`.execute(world.db);
  await dispatchOutbox(world);
  expect(await allDeliveries()).toHaveLength(1001);
});

it('deliveries of one batch are due in the order of their events', async () => {
  await addEndpoint(world, url);
  const eventIds = await announce(world, 50);
  const { rows } = await sql<{ event_id: string }>`
    select d.event_id from webhook_deliveries d join pending_deliveries p on p.delivery_id = d.id
     order by p.next_attempt_at, d.id`.execute(world.db);
  expect(rows.map((row) => row.event_id)).toEqual(eventIds);
});

it('wakes delivery in the same transaction, and only when there is something to deliver', async () => {
  const jobs = async () =>
    (
      await sql<{ task: string }>`
        select task_identifier as task from graphile_worker.jobs where task_identifier = 'deliver_due_webhooks'`.execute(
        world.db,
      )
    ).rows.length;
  await announce(world, 1);
  expect(await jobs()).toBe(0);
  await addEndpoint(world, url);
  await announce(world, 1);
  expect(await jobs()).toBe(1);
});
