import { expect, it } from 'vitest';
import { getIssue, listIssues, resolveIssue } from '../../../src/accounts/index.ts';
import type { IssueView } from '../../../src/accounts/index.ts';
import { SYSTEM } from '../../../src/audit/index.ts';
import { people, person, roster, type Person } from './fake-source.ts';
import { countTypes, SyncWorld } from './sync-world.ts';

const STRANGE: Partial<Person> = {
  workId: 'W99',
  workEmail: 'new@corp.test',
  personalEmail: 'new@home.test',
  last: 'New',
};

async function syncedWorld(staff = people(10)): Promise<SyncWorld> {
  const world = await SyncWorld.create(roster(staff));
  await world.sync();
  await world.takeEvents();
  return world;
}

/** One of ten is gone, and one has come with the same birth date and first name. */
async function doubtfulWorld(): Promise<SyncWorld> {
  const world = await syncedWorld();
  Object.assign(world.source.roster.people[0]!, STRANGE);
  await world.sync();
  return world;
}

async function questions(world: SyncWorld): Promise<IssueView[]> {
  const { results } = await listIssues(
    { db: world.deps.db, cursorKey: Buffer.alloc(32) },
    {
      organizationId: world.scope.organizationId,
      filters: { status: 'ONGOING' },
      pageSize: 100,
    },
  );
  return results.filter((issue) => issue.question !== null);
}

async function onlyQuestion(world: SyncWorld): Promise<IssueView> {
  const found = await questions(world);
  expect(found).toHaveLength(1);
  return found[0]!;
}

function answer(world: SyncWorld, issue: { id: string }, action: 'same' | 'different', recordId?: string) {
  const { organizationId } = world.scope;
  const input = { organizationId, id: issue.id, action, recordId: recordId ?? null, actor: SYSTEM };
  return resolveIssue(world.deps, input);
}

/** Carries out the run that the answer asked for. */
async function syncAsAsked(world: SyncWorld) {
  const { id } = await world.deps.db
    .selectFrom('sync_runs')
    .select('id')
    .where('state', '=', 'queued')
    .executeTakeFirstOrThrow();
  await world.work(id);
  return await world.run(id);
}

it('keeps id and history of the person who came back under another name, once somebody says that they are the same', async () => {
  await using world = await doubtfulWorld();
  const before = await world.employee('person1@corp.test');
  const issue = await onlyQuestion(world);
  expect(issue.question).toMatchObject({ kind: 'maybe_same_person', record_ids: [before.id], answer: null });

  const answered = await answer(world, issue, 'same');
  expect(answered).toMatchObject({
    status: 'ONGOING',
    question: { answer: { action: 'same', record_id: before.id } },
  });
  // Nobody changed anything at the source: the answer alone makes it mean something else.
  const run = await syncAsAsked(world);

  expect(run).toMatchObject({
    state: 'succeeded',
    counts: { employee: { added: 0, updated: 1, deleted: 0 } },
  });
  const after = await world.employee('new@corp.test');
  expect(after.id).toBe(before.id);
  expect(after.sequence).toBe(before.sequence + 1);
  expect(after.body['employments']).toEqual(before.body['employments']);
  expect(await world.openIssues()).toEqual([]);
  expect((await getIssue(world.deps, { ...world.scope, id: issue.id })).status).toBe('RESOLVED');
});

it('makes a record for the newcomer and lets the other go, once somebody says that they are different', async () => {
  await using world = await doubtfulWorld();
  const before = await world.employee('person1@corp.test');
  await answer(world, await onlyQuestion(world), 'different');
  const run = await syncAsAsked(world);
  expect(run).toMatchObject({ state: 'succeeded', counts: { employee: { added: 1, updated: 0 } } });
  expect((await world.employee('new@corp.test')).id).not.toBe(before.id);
  expect(await questions(world)).toEqual([]);

  await world.sync({ salt: 'missed twice' });
  const gone = (await world.records('employee')).filter((record) => record.remote_was_deleted);
  expect(gone.map(({ id }) => id)).toEqual([before.id]);
  expect(countTypes(await world.takeEvents())).toMatchObject({
    'employee.created': 1,
    'employee.deleted': 1,
  });
});

it('asks again when the row tells something else of its person before the answer was applied', async () => {
  await using world = await doubtfulWorld();
  const before = await world.records('employee');
  const issue = await onlyQuestion(world);
  await answer(world, issue, 'same');
  world.source.roster.people[0]!.workEmail = 'another@corp.test';
  expect((await syncAsAsked(world)).state).toBe('partially_succeeded');
  expect(await world.records('employee')).toEqual(before);
  const next = await onlyQuestion(world);
  expect(next.id).not.toBe(issue.id);
  expect(next.question!.answer).toBeNull();
});

it('takes the record that somebody names for a row that may be about several', async () => {
  await using world = await syncedWorld();
  const [ann, bob] = world.source.roster.people;
  const first = await world.employee('person1@corp.test');
  const second = await world.employee('person2@corp.test');
  ann!.workId = 'W2';
  bob!.workId = 'W1';
  await world.sync();
  const issue = (await questions(world)).find((one) => one.error_details[0]!.endsWith('(1)'))!;
  expect(issue.question!.kind).toBe('identity_ambiguous');
  expect(issue.question!.record_ids.toSorted()).toEqual([first.id, second.id].toSorted());

  await expect(answer(world, issue, 'same')).rejects.toMatchObject({ code: 'record_id_needed' });
  const stranger = (await world.employee('person3@corp.test')).id;
  await expect(answer(world, issue, 'same', stranger)).rejects.toMatchObject({ code: 'record_id_unknown' });
  await answer(world, issue, 'same', first.id);
  expect((await syncAsAsked(world)).counts).toMatchObject({ employee: { added: 0, updated: 1 } });
  const after = (await world.records('employee')).find(({ id }) => id === first.id)!;
  expect(after.body).toMatchObject({ employee_number: 'W2', work_email: 'person1@corp.test' });
  expect((await getIssue(world.deps, { ...world.scope, id: issue.id })).status).toBe('RESOLVED');
});

it('makes a record of its own for a row that somebody says is about nobody known', async () => {
  await using world = await syncedWorld();
  const first = await world.employee('person1@corp.test');
  world.source.roster.people[0] = person(40, { workId: 'W1' });
  await world.sync();
  const issue = await onlyQuestion(world);
  expect(issue.question).toMatchObject({ kind: 'identity_ambiguous', record_ids: [first.id] });
  await answer(world, issue, 'different');
  expect((await syncAsAsked(world)).counts).toMatchObject({ employee: { added: 1, updated: 0 } });
  expect((await world.employee('person40@corp.test')).id).not.toBe(first.id);
  await world.sync({ salt: 'missed twice' });
  expect(await world.employee('person1@corp.test')).toMatchObject({ id: first.id, remote_was_deleted: true });
  expect(await questions(world)).toEqual([]);
});

it('tells two rows apart that share a Work ID, once somebody has said of each whom it is about', async () => {
  await using world = await syncedWorld();
  const fifth = await world.employee('person5@corp.test');
  world.source.roster.people.push(person(20, { workId: 'W5' }));
  // The work history names people by their addresses, so that it is clear whose it is.
  for (const { history } of world.source.roster.people) history[0]!.workId = null;
  expect((await world.sync()).state).toBe('partially_succeeded');
  const asked = await questions(world);
  expect(asked.map((one) => one.question!.kind)).toEqual(['duplicate_claim', 'duplicate_claim']);
  const [old, newcomer] = ['(5)', '(11)'].map((row) =>
    asked.find((one) => one.error_details[0]!.endsWith(row))!,
  );
  await answer(world, newcomer!, 'different');
  await syncAsAsked(world);
  expect((await questions(world)).map(({ id }) => id)).toEqual([old!.id]);
  await answer(world, old!, 'same');
  expect((await syncAsAsked(world)).state).toBe('succeeded');
  const both = (await world.records('employee')).filter((one) => one.body['employee_number'] === 'W5');
  expect(both.map((one) => one.body['work_email']).sort()).toEqual([
    'person20@corp.test',
    'person5@corp.test',
  ]);
  expect(both.map(({ id }) => id)).toContain(fifth.id);
  const again = await world.sync({ salt: 'again' });
  expect(again.counts).toMatchObject({ employee: { added: 0, updated: 0, skipped: 0 } });
});

it('applies neither of two rows of whom the same was said', async () => {
  await using world = await syncedWorld();
  const before = await world.employee('person5@corp.test');
  world.source.roster.people.push(person(20, { workId: 'W5' }));
  await world.sync();
  for (const issue of await questions(world)) await answer(world, issue, 'same', before.id);
  await syncAsAsked(world);
  expect(await world.employee('person5@corp.test')).toEqual(before);
  expect(await questions(world)).toHaveLength(2);
});

it('reads the source again for an answer, even where the same source was held before it', async () => {
  await using world = await doubtfulWorld();
  const issue = await onlyQuestion(world);
  const whole = [...world.source.roster.people];
  world.source.roster.people.splice(5, 5);
  const held = await world.sync();
  expect(held.state).toBe('held');
  expect((await world.sync()).state).toBe('unchanged');
  await answer(world, issue, 'same');
  const again = await syncAsAsked(world);
  expect(again.state).toBe('held');
  expect((await world.run(held.id)).state).toBe('superseded');
  world.source.roster.people = whole;
  expect((await world.sync()).counts).toMatchObject({ employee: { updated: 1, deleted: 0 } });
  expect(await questions(world)).toEqual([]);
});

it('takes no answer for what asks nothing, for what is closed, and for what is not there', async () => {
  await using world = await doubtfulWorld();
  const issue = await onlyQuestion(world);
  const nameless = { workId: null, workEmail: null, personalEmail: null, birthDate: null };
  world.source.roster.people.push(person(20, nameless));
  await world.sync();
  const { results } = await listIssues(
    { db: world.deps.db, cursorKey: Buffer.alloc(32) },
    { organizationId: world.scope.organizationId, filters: {}, pageSize: 100 },
  );
  const plain = results.find((one) => one.question === null)!;
  expect(plain.error_details).toEqual(['unidentifiable: 1 rows (11)']);
  await expect(answer(world, plain, 'same')).rejects.toMatchObject({ code: 'issue_not_answerable' });
  await expect(answer(world, { id: world.scope.linkedAccountId }, 'same')).rejects.toMatchObject({
    kind: 'not_found',
  });
  await answer(world, issue, 'same');
  await syncAsAsked(world);
  await expect(answer(world, issue, 'different')).rejects.toMatchObject({ code: 'issue_resolved' });
});

it('keeps nothing readable of the row that it asks about', async () => {
  await using world = await doubtfulWorld();
  await answer(world, await onlyQuestion(world), 'same');
  const { db } = world.deps;
  const stored = JSON.stringify([
    await db.selectFrom('issues').selectAll().execute(),
    await db.selectFrom('identity_answers').selectAll().execute(),
    await db.selectFrom('audit_events').selectAll().execute(),
  ]);
  expect(stored).toContain('maybe_same_person');
  for (const word of ['new@corp', 'new@home', 'W99', 'First1', 'New']) expect(stored).not.toContain(word);
});
