import { expect, it } from 'vitest';
import { getDataQuality, listAffectedEmployees } from '../../../src/sync/index.ts';
import { updateAccountSettings } from '../../../src/accounts/index.ts';
import { newId } from '../../../src/lib/ids.ts';
import { people, person, roster, type Person } from './fake-source.ts';
import { SyncWorld } from './sync-world.ts';

const CURSOR_KEY = new Uint8Array(32);

async function countsOf(world: SyncWorld): Promise<Record<string, [number, number | null]>> {
  const { checks } = await getDataQuality(world.deps, world.scope);
  return Object.fromEntries(
    checks.map(({ check, affected_count, total_count }) => [check, [affected_count, total_count]]),
  );
}

async function missingIssues(world: SyncWorld) {
  return (await world.openIssues()).filter(({ code }) => code === 'required_field_missing');
}

const affectedBy = (world: SyncWorld, check: string, scope = world.scope, cursor?: string) =>
  listAffectedEmployees({ db: world.deps.db, cursorKey: CURSOR_KEY }, scope, { check, cursor, pageSize: 2 });

it.each<[string, string, Partial<Person>]>([
  ['missing_work_email', 'work_email', { workEmail: null }],
  ['missing_first_name', 'first_name', { first: null as unknown as string }],
  ['missing_last_name', 'last_name', { last: null as unknown as string }],
  ['missing_start_date', 'start_date', { startDate: null }],
  ['missing_employment_status', 'employment_status', { status: null as unknown as 'ACTIVE' }],
])('%s: one person is an issue, which closes by itself', async (check, field, lack) => {
  await using world = await SyncWorld.create(roster([...people(3), person(4, lack)]));
  await world.sync();
  expect((await countsOf(world))[check]).toEqual([1, 4]);
  expect(await missingIssues(world)).toEqual([
    { code: 'required_field_missing', subject: field, error_details: [`${field}: 1 of 4 people`] },
  ]);
  const who = await world.employee('person4@corp.test').catch(() => undefined);
  if (who) expect((await affectedBy(world, check)).results).toEqual([{ id: who.id }]);
  else expect((await affectedBy(world, check)).results).toHaveLength(1);
  await world.sync({ people: people(4) });
  expect((await countsOf(world))[check]).toEqual([0, 4]);
  expect(await missingIssues(world)).toEqual([]);
  expect((await affectedBy(world, check)).results).toEqual([]);
});

it('asks for the fields of people who work or will work, not of those who left', async () => {
  const staff = [
    person(1),
    person(2, { workEmail: null, status: 'INACTIVE', terminationDate: '2026-01-31' }),
    person(3, { workEmail: null, status: 'PENDING', startDate: '2027-01-04' }),
  ];
  await using world = await SyncWorld.create(roster(staff));
  await world.sync();
  expect((await countsOf(world))['missing_work_email']).toEqual([1, 2]);
  await world.sync({
    people: [staff[0]!, staff[1]!, { ...staff[2]!, status: 'INACTIVE', terminationDate: '2026-11-20' }],
  });
  expect((await countsOf(world))['missing_work_email']).toEqual([0, 1]);
  expect(await missingIssues(world)).toEqual([]);
});

it('counts who has no manager or no place of work without making an issue of it, the head aside', async () => {
  const staff = [person(1), person(2, { managerEmail: 'person1@corp.test' }), person(3, { office: null })];
  await using world = await SyncWorld.create(roster(staff));
  await world.sync();
  expect(await countsOf(world)).toMatchObject({ missing_manager: [2, 3], missing_work_location: [1, 3] });
  await updateAccountSettings(world.deps, world.scope, { organization_head: 'person1@corp.test' });
  await world.sync({ salt: 'read again' });
  expect((await countsOf(world))['missing_manager']).toEqual([1, 3]);
  const three = await world.employee('person3@corp.test');
  expect((await affectedBy(world, 'missing_manager')).results).toEqual([{ id: three.id }]);
  expect(await world.openIssues()).toEqual([]);
});

it('counts what the reading could not settle: managers, doubtful rows, words', async () => {
  const staff = [...people(2), person(3, { managerEmail: 'nobody@corp.test' })];
  await using world = await SyncWorld.create(
    roster(staff, {
      strangers: [{ workId: 'W99', date: '2020-01-06', title: 'Ghost' }],
      tells: { unknownWords: [{ field: 'employee.gender', shape: 'Aaaa', count: 2 }] },
    }),
  );
  await world.sync();
  const counts = await countsOf(world);
  expect(counts).toMatchObject({
    manager_unresolved: [1, null],
    manager_ambiguous: [0, null],
    manager_cycle: [0, null],
    identity_ambiguous: [0, null],
    employment_person_unknown: [1, null],
    unknown_words: [2, null],
  });
  await world.sync({ people: people(3), strangers: [], tells: {} });
  const after = await countsOf(world);
  for (const check of ['manager_unresolved', 'employment_person_unknown', 'unknown_words']) {
    expect([check, after[check]]).toEqual([check, [0, null]]);
  }
  expect(await world.openIssues()).toEqual([]);
});

it('says since when anybody is affected without a break, and an unchanged source leaves all as it is', async () => {
  const lacking = [...people(2), person(3, { workEmail: null })];
  await using world = await SyncWorld.create(roster(lacking));
  const emails = async () =>
    (await getDataQuality(world.deps, world.scope)).checks.find(
      ({ check }) => check === 'missing_work_email',
    )!;
  await world.sync();
  const first = await emails();
  expect(first.affected_since).toBe(first.measured_at);
  await world.sync();
  expect(await emails()).toEqual(first);
  await world.sync({ people: [...lacking, person(4, { workEmail: null })] });
  const later = await emails();
  expect([later.affected_count, later.affected_since]).toEqual([2, first.affected_since]);
  expect(later.measured_at > first.measured_at).toBe(true);
  await world.sync({ people: people(4) });
  expect((await emails()).affected_since).toBeNull();
  await world.sync({ people: [...people(3), person(4, { workEmail: null })] });
  expect((await emails()).affected_since! > later.measured_at).toBe(true);
});

it('pages through whom a check is about, and shows no other account’s people', async () => {
  const staff = Array.from({ length: 5 }, (_, index) => person(index + 1, { workEmail: null }));
  await using world = await SyncWorld.create(roster(staff));
  await world.sync();
  const ids: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await affectedBy(world, 'missing_work_email', world.scope, cursor ?? undefined);
    ids.push(...page.results.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== null);
  expect(ids).toEqual((await world.records('employee')).map(({ id }) => id));
  const stranger = { ...world.scope, organizationId: newId() };
  await expect(affectedBy(world, 'missing_work_email', stranger)).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(affectedBy(world, 'manager_cycle')).rejects.toMatchObject({ code: 'not_found' });
});

it('says with the run what it changed, by model, field and lifecycle event', async () => {
  await using world = await SyncWorld.create(roster(people(4)));
  const first = await world.sync();
  expect(first.change_summary!.models['employee']).toEqual({ added: 4, updated: 0, deleted: 0, fields: {} });
  await world.takeEvents();
  const staff = people(4);
  staff[0]!.workEmail = 'moved@corp.test';
  staff[1]!.workEmail = 'married@corp.test';
  staff[1]!.last = 'Married';
  const second = await world.sync({
    people: [...staff, person(5, { startDate: '2026-11-23', status: 'PENDING' })],
  });
  const { models, lifecycle } = second.change_summary!;
  expect(models['employee']).toMatchObject({
    added: 1,
    updated: 2,
    deleted: 0,
    fields: { display_full_name: 1, last_name: 1, work_email: 2 },
  });
  expect(models['group']).toBeUndefined();
  const events = await world.takeEvents();
  const told = events.map(({ type }) => type).filter((type) => type in lifecycle);
  expect(lifecycle).toEqual({ 'employee.onboarding_scheduled': 1 });
  expect(told).toEqual(['employee.onboarding_scheduled']);
  const completed = events.find(({ type }) => type === 'sync.completed')!;
  expect(completed.data.sync_run['changes']).toEqual(second.change_summary);
  expect((await world.sync()).change_summary).toBeNull();
});

it('counts a person’s leaving once, and not as a change of their fields', async () => {
  await using world = await SyncWorld.create(roster(people(8)));
  await world.sync();
  await world.sync({ people: people(7) });
  const gone = await world.sync({ salt: 'second look' });
  expect(gone.change_summary!.models['employee']).toEqual({ added: 0, updated: 0, deleted: 1, fields: {} });
});
