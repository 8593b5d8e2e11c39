import { expect, it } from 'vitest';
import { getRecord } from '../../../src/hris/get-record.ts';
import type { SnapshotItem } from '../../../src/hris/snapshot.ts';
import { people, roster } from './fake-source.ts';
import { SyncWorld } from './sync-world.ts';

const withNumber =
  (ssn: string | null) =>
  (item: SnapshotItem): SnapshotItem =>
    item.model === 'employee' ? { ...item, fields: { ...item.fields, ssn } } : item;

it('tells no social security number in any event, and gives it at the API to who asks for it by name', async () => {
  await using world = await SyncWorld.create(roster(people(2), { alter: withNumber('900-12-3456') }));
  const events = [];
  await world.sync();
  events.push(...(await world.takeEvents()));
  const { id } = await world.employee('person1@corp.test');

  // Another number, then other fields beside it, then none, then nobody.
  await world.sync({ alter: withNumber('900-65-4321'), salt: 'another' });
  const [changed] = await world.takeEvents();
  expect(changed).toMatchObject({ type: 'employee.updated', data: { record: { ssn: null }, changes: [] } });
  events.push(changed);
  world.source.roster.people[0]!.phone = '+1 new';
  await world.sync();
  const [called] = await world.takeEvents();
  expect(called!.data.changes.map((change) => change.field)).toEqual(['mobile_phone_number']);
  expect(called!.data.record).toMatchObject({ ssn: null, first_name: 'First1', last_name: 'Last1' });
  events.push(called);

  const read = async (areSensitiveFieldsIncluded: boolean) =>
    JSON.parse(
      await getRecord(world.deps, {
        linkedAccountId: world.scope.linkedAccountId,
        model: 'employee',
        id,
        extras: { expand: [], enumOrigins: [], isRemoteDataIncluded: false, areSensitiveFieldsIncluded },
      }),
    ) as Record<string, unknown>;
  expect([(await read(false))['ssn'], (await read(true))['ssn']]).toEqual([null, '900-65-4321']);

  world.source.roster.people.pop();
  await world.sync();
  await world.sync();
  const gone = await world.takeEvents();
  expect(gone.some((event) => event.type === 'employee.deleted')).toBe(true);
  expect(JSON.stringify([...events, ...gone])).not.toMatch(/900-\d\d/);
});
