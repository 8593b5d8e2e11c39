import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeRetriesReady } from '../support/drain-jobs.ts';
import { changeAndAsk, isAllDone, startFaultWorld } from '../support/fault-service.ts';
import { readServed, type FaultWorld } from '../support/fault-world.ts';
import { expectSameAsCleanRun } from '../support/same-as-clean-run.ts';

let world: FaultWorld & AsyncDisposable;
beforeAll(async () => {
  world = await startFaultWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const changes: number[] = [];

/** PostgreSQL's own answer when it can't extend a file. */
async function fillDisk(table: string): Promise<void> {
  await sql`
    create function test_disk_full() returns trigger language plpgsql as $$
    begin raise exception using errcode = '53100', message = 'could not extend file: No space left on device'; end $$`.execute(
    world.service.context.db,
  );
  await sql`create trigger test_disk_full before insert or update on ${sql.table(table)}
            for each row execute function test_disk_full()`.execute(world.service.context.db);
}

async function freeDisk(): Promise<void> {
  await sql`drop function test_disk_full() cascade`.execute(world.service.context.db);
}

it.each(['sync_stage', 'employees', 'record_versions', 'outbox_events', 'webhook_deliveries'])(
  'changes nothing while %s has no room on the disk, and makes up for it afterwards',
  async (table) => {
    const { service } = world;
    const [served, told] = [await readServed(world), service.receiver.events.length];
    await fillDisk(table);
    changes.push(changes.length);
    await changeAndAsk(world, changes.length - 1);
    await service.drain().catch(() => undefined);
    const isDelivery = table === 'webhook_deliveries';
    if (!isDelivery) expect(await readServed(world)).toEqual(served);
    expect(service.receiver.events).toHaveLength(told);
    expect(await isAllDone(world)).toBe(false);
    await freeDisk();
    await makeRetriesReady(service.context);
    await service.drain();
    expect(await isAllDone(world)).toBe(true);
  },
);

it('ends with what a service has whose disk was never full', async () => {
  await expectSameAsCleanRun(world, changes);
});
