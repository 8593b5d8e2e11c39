import { expect, it } from 'vitest';
import type { ManagerSignal, SnapshotItem } from '../../../src/hris/snapshot.ts';
import { updateAccountSettings } from '../../../src/accounts/index.ts';
import { people, person, roster, type Person } from './fake-source.ts';
import { SyncWorld } from './sync-world.ts';

/** Names managers by whatever signal a test gives: Work ID of the person -> signal. */
const namedBy =
  (managers: Record<string, ManagerSignal>) =>
  (item: SnapshotItem): SnapshotItem => {
    if (item.model !== 'employee') return item;
    return { ...item, refs: { ...item.refs, manager: managers[item.person.workId ?? ''] ?? null } };
  };

async function syncedWorld(
  staff: Person[],
  managers: Record<string, ManagerSignal> = {},
  head: string | null = null,
): Promise<SyncWorld> {
  const alter = Object.keys(managers).length > 0 ? namedBy(managers) : null;
  const world = await SyncWorld.create(roster(staff, { alter }));
  if (head !== null) {
    await updateAccountSettings(world.deps, world.scope, { organization_head: head });
  }
  await world.sync();
  return world;
}

const managersOf = async (world: SyncWorld): Promise<(string | null)[]> => {
  const all = (await world.records('employee')).map((record) => record.body);
  const emailOf = new Map(all.map((body) => [body['id'], body['work_email'] as string]));
  return all
    .toSorted((a, b) => String(a['employee_number']).localeCompare(String(b['employee_number'])))
    .map((body) => emailOf.get(body['manager'])?.replace('@corp.test', '') ?? null);
};

it('finds managers by immutable id, work e-mail or name, wherever they stand in the roster', async () => {
  const staff = people(4);
  staff[3]!.remoteId = 'member_4';
  await using world = await syncedWorld(staff, {
    W1: { remoteId: 'member_4' },
    W2: { workEmail: 'person3@corp.test' },
    W3: { nameKey: 'first4 last4' },
  });
  expect(await managersOf(world)).toEqual(['person4', 'person3', 'person4', null]);
  expect(await world.openIssues()).toEqual([]);
});

it('guesses no manager whose name several people have, and counts who is without one for it', async () => {
  const staff = [...people(2), person(3, { first: 'First1', last: 'Last1' })];
  await using world = await syncedWorld(staff, { W2: { nameKey: 'first1 last1' } });
  expect(await managersOf(world)).toEqual([null, null, null]);
  expect(await world.openIssues()).toEqual([
    { code: 'manager_ambiguous', subject: '', error_details: ['manager_ambiguous: 1 employees'] },
  ]);
  staff[2]!.last = 'Other';
  await world.sync({ alter: namedBy({ W2: { nameKey: 'first1 last1' } }), salt: 'told apart' });
  expect(await managersOf(world)).toEqual([null, 'person1', null]);
  expect(await world.openIssues()).toEqual([]);
});

/** 1 -> 2 -> 3 -> 1, and 4 and 5 below them. */
const inCircle = (): Person[] => {
  const staff = people(5);
  [2, 3, 1, 1, 4].forEach((manager, index) => (staff[index]!.managerEmail = `person${manager}@corp.test`));
  return staff;
};

it('keeps a circle of managers as the source says it, and counts who is in it', async () => {
  await using world = await syncedWorld(inCircle());
  expect(await managersOf(world)).toEqual(['person2', 'person3', 'person1', 'person1', 'person4']);
  expect(await world.openIssues()).toEqual([
    { code: 'manager_cycle', subject: '', error_details: ['manager_cycle: 3 employees'] },
  ]);
});

it.each([
  ['work e-mail', 'Person1@corp.test'],
  ['full name', ' first1  LAST1 '],
])('ends the circle at the head of the organization, named by %s', async (_, head) => {
  await using world = await syncedWorld(inCircle(), {}, head);
  expect(await managersOf(world)).toEqual([null, 'person3', 'person1', 'person1', 'person4']);
  expect(await world.openIssues()).toEqual([]);
});

it('takes the head from an account that was read before, although the source is the same', async () => {
  await using world = await syncedWorld(inCircle());
  await updateAccountSettings(world.deps, world.scope, { organization_head: 'person1@corp.test' });
  const [run] = await world.deps.db
    .selectFrom('sync_runs')
    .select('id')
    .where('state', '=', 'queued')
    .execute();
  await world.work(run!.id);
  expect((await managersOf(world))[0]).toBeNull();
  expect(await world.openIssues()).toEqual([]);
});

it('takes the head that was set while a run was at work', async () => {
  await using world = await syncedWorld(inCircle());
  const id = await world.request();
  world.source.roster.salt = 'changed';
  world.source.beforeSignIn = async () => {
    world.source.beforeSignIn = () => undefined;
    await updateAccountSettings(world.deps, world.scope, { organization_head: 'person1@corp.test' });
  };
  await world.work(id);
  const followUp = await world.deps.db
    .selectFrom('sync_runs')
    .select('id')
    .where('state', '=', 'queued')
    .executeTakeFirstOrThrow();
  await world.work(followUp.id);
  expect((await managersOf(world))[0]).toBeNull();
});

it('says when the head that is set is nobody, or several', async () => {
  const staff = [...people(2), person(3, { first: 'First1', last: 'Last1' })];
  await using world = await syncedWorld(staff, {}, 'First1 Last1');
  expect(await world.openIssues()).toEqual([
    { code: 'organization_head_unknown', subject: '', error_details: [] },
  ]);
});

it('leaves out the head who says to report to themselves', async () => {
  const staff = people(2);
  staff[0]!.managerEmail = 'person1@corp.test';
  await using world = await syncedWorld(staff, {}, 'person1@corp.test');
  expect(await world.openIssues()).toEqual([]);
});

it('sees a long line of managers for what it is', async () => {
  const staff = people(40);
  for (const [index, one] of staff.entries()) {
    if (index > 0) one.managerEmail = `person${index}@corp.test`;
  }
  await using world = await syncedWorld(staff);
  expect(await world.openIssues()).toEqual([]);
});
