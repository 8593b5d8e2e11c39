import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../src/lib/ids.ts';
import { releaseRun } from '../../../src/sync/index.ts';
import { people, person, roster, shape, type Roster } from './fake-source.ts';
import { killAt, Killed, leaveAsCrashed } from './killed.ts';
import { countTypes, SyncWorld } from './sync-world.ts';

const lost: [string, string, (content: Roster) => void][] = [
  ['the roster is empty', 'source_empty', (content) => (content.people = [])],
  ['too many people are gone', 'too_many_removed', (content) => content.people.splice(0, 3)],
  [
    'the work history is empty',
    'source_empty',
    (content) => content.people.forEach((one) => (one.history = [])),
  ],
  [
    'a column is lost',
    'column_lost',
    (content) => (content.shapes[0] = shape('employee_census', { columns: ['Work ID', 'Name'] })),
  ],
  ['a report is lost', 'report_lost', (content) => content.shapes.pop()],
  [
    'a report is cut',
    'report_cut',
    (content) => (content.shapes[1] = shape('work_history', { endsWithNewline: false })),
  ],
  [
    'a field is empty now for most',
    'field_nulled',
    (content) => content.people.slice(0, 4).forEach((one) => (one.workEmail = null)),
  ],
];

it.each(lost)('holds the run when %s, and keeps every record', async (_, code, breakSource) => {
  await using world = await SyncWorld.create(roster(people(10)));
  await world.sync();
  await world.takeEvents();
  const before = await world.everything();
  const accountBefore = await world.account();
  const whole = structuredClone(world.source.roster);
  breakSource(world.source.roster);
  world.clock.advance(3_600_000);

  const held = await world.sync();
  expect(held).toMatchObject({ state: 'held', error_code: code });
  expect(await world.everything()).toEqual(before);
  expect(await world.countStaged()).toBeGreaterThan(0);
  expect((await world.openIssues()).map((issue) => issue.code)).toEqual(['sync_held']);
  const events = await world.takeEvents();
  expect(countTypes(events)).toEqual({ 'sync.held': 1 });
  expect(events[0]!.data.sync_run).toMatchObject({ id: held.id, state: 'held', error_code: code });
  const account = await world.account();
  expect(account.source_hash).toEqual(accountBefore.source_hash);
  expect(account.source_shapes).toEqual(accountBefore.source_shapes);
  expect(account.data_fresh_as_of).toBe(accountBefore.data_fresh_as_of);
  expect(account.next_sync_at! > accountBefore.next_sync_at!).toBe(true);

  await world.sync({ ...whole, salt: 'whole again' });
  expect(await world.openIssues()).toEqual([]);
  expect(await world.everything()).toEqual(before);
  expect(await world.countStaged()).toBe(0);
  expect((await world.run(held.id)).state).toBe('superseded');
});

/** Half of ten people are gone from the source since the last run. */
async function worldWithHeldRun() {
  const world = await SyncWorld.create(roster(people(10)));
  await world.sync();
  await world.takeEvents();
  const all = world.source.roster.people;
  const held = await world.sync({ people: all.slice(0, 5) });
  expect(held.state).toBe('held');
  return Object.assign(world, { all, held });
}

/** A run that read the source and then died for good, so that nobody knows what it would have found. */
async function failAfterReading(world: SyncWorld): Promise<void> {
  const id = await world.request();
  await expect(world.work(id, killAt(world, 'duplicate_claim'))).rejects.toThrow(Killed);
  await leaveAsCrashed(world, id);
  await world.work(id, { config: { sync: { ...world.deps.config.sync, maxAttempts: 1 } } });
  expect((await world.run(id)).state).toBe('failed');
}

it('says of a held run what it would do', async () => {
  await using world = await worldWithHeldRun();
  expect(world.held.counts).toMatchObject({
    employee: { added: 0, updated: 0, deleted: 5, unchanged: 5 },
    employment: { deleted: 5 },
    location: { deleted: 5 },
  });
  expect(world.held.findings).toEqual([
    { code: 'too_many_removed', detail: '5 of 10 active employees are gone' },
  ]);
});

describe('while the source stays broken', () => {
  it('does nothing again for the same source, and tells nobody', async () => {
    await using world = await worldWithHeldRun();
    await world.takeEvents();
    const { data_fresh_as_of: freshBefore } = await world.account();
    const [issue] = await world.openIssues();
    expect((await world.sync()).state).toBe('unchanged');
    expect(await world.takeEvents()).toEqual([]);
    expect((await world.run(world.held.id)).state).toBe('held');
    expect(await world.openIssues()).toEqual([issue]);
    expect((await world.account()).data_fresh_as_of).toBe(freshBefore);
  });

  it('holds other bytes anew in place of the first, and tells the same finding once', async () => {
    await using world = await worldWithHeldRun();
    await world.takeEvents();
    const second = await world.sync({ salt: 'other bytes' });
    expect(second.state).toBe('held');
    expect(await world.run(world.held.id)).toMatchObject({ state: 'superseded', superseded_by: second.id });
    expect(await world.takeEvents()).toEqual([]);
    const third = await world.sync({ people: world.all.slice(0, 4) });
    expect(countTypes(await world.takeEvents())).toEqual({ 'sync.held': 1 });
    expect(await world.run(second.id)).toMatchObject({ state: 'superseded', superseded_by: third.id });
    expect((await world.openIssues()).map((issue) => issue.error_details)).toEqual([
      ['too_many_removed: 6 of 10 active employees are gone'],
    ]);
  });

  it('tells the same finding once although new people get ids of their own in each run', async () => {
    await using world = await SyncWorld.create(roster(people(10)));
    await world.sync();
    const rest = [...world.source.roster.people.slice(0, 5), person(11), person(12)];
    const { id } = await world.sync({ people: rest });
    await world.takeEvents();
    await world.sync({ salt: 'other bytes' });
    expect((await world.run(id)).state).toBe('superseded');
    expect(await world.takeEvents()).toEqual([]);
  });

  it('leaves the held run be when news of the source say less', async () => {
    await using world = await worldWithHeldRun();
    world.source.roster.salt = 'news';
    const news = await world.syncFor('source_event');
    expect(news).toMatchObject({ state: 'superseded', superseded_by: world.held.id });
    expect((await world.run(world.held.id)).state).toBe('held');
  });
});

it('is superseded when the source is what it was before', async () => {
  await using world = await worldWithHeldRun();
  await world.takeEvents();
  const healed = await world.sync({ people: world.all });
  expect(healed.state).toBe('unchanged');
  expect(await world.run(world.held.id)).toMatchObject({ state: 'superseded', superseded_by: healed.id });
  expect([await world.openIssues(), await world.countStaged(), await world.takeEvents()]).toEqual([
    [],
    0,
    [],
  ]);
});

describe('releasing', () => {
  it('applies exactly what was shown, deletes who is gone at once, and tells it', async () => {
    await using world = await worldWithHeldRun();
    await world.takeEvents();
    await world.release(world.held.id);
    await world.release(world.held.id);
    await world.work(world.held.id);
    expect(await world.run(world.held.id)).toMatchObject({
      state: 'succeeded',
      counts: { employee: { deleted: 5, unchanged: 5 } },
    });
    const events = await world.takeEvents();
    expect(countTypes(events)).toEqual({
      'sync.released': 1,
      'employee.deleted': 5,
      'employment.deleted': 5,
      'location.deleted': 5,
      'sync.completed': 1,
    });
    expect([events[0]!.type, events.at(-1)!.type]).toEqual(['sync.released', 'sync.completed']);
    expect([await world.openIssues(), await world.countStaged()]).toEqual([[], 0]);
    expect((await world.sync()).state).toBe('unchanged');
    expect((await world.release(world.held.id)).state).toBe('succeeded');
  });

  it('is written down once with who said the word, in the transaction that heard it', async () => {
    await using world = await worldWithHeldRun();
    const { id } = world.held;
    const actor = { kind: 'api_key', id: newId(), name: 'operations', ipAddress: '192.0.2.7' } as const;
    const release = () => releaseRun(world.deps, { scope: world.scope, id, actor });
    await release();
    await release();
    const { rows } = await sql`
      select linked_account_id, actor_kind, actor_id, actor_name, ip_address, description from audit_events
       where event_type = 'RELEASED_HELD_RUN'`.execute(world.deps.db);
    expect(rows).toEqual([
      {
        linked_account_id: world.scope.linkedAccountId,
        actor_kind: 'api_key',
        actor_id: actor.id,
        actor_name: 'operations',
        ip_address: '192.0.2.7',
        description: expect.stringContaining(id),
      },
    ]);
  });

  it('goes on after a worker died, once', async () => {
    await using world = await worldWithHeldRun();
    await world.release(world.held.id);
    await expect(world.work(world.held.id, killAt(world, 'data_fresh_as_of'))).rejects.toThrow(Killed);
    await leaveAsCrashed(world, world.held.id);
    await world.work(world.held.id);
    await world.work(world.held.id);
    expect(countTypes(await world.takeEvents())).toMatchObject({
      'employee.deleted': 5,
      'sync.completed': 1,
    });
  });

  it('is refused once something has taken the place of the run', async () => {
    await using world = await worldWithHeldRun();
    const second = await world.sync({ salt: 'other bytes' });
    await expect(world.release(world.held.id)).rejects.toMatchObject({
      code: 'run_not_held',
      message: expect.stringContaining(second.id),
    });
  });

  it('is refused while a sync is at work', async () => {
    await using world = await worldWithHeldRun();
    const open = await world.request();
    await expect(world.release(world.held.id)).rejects.toMatchObject({ code: 'sync_running' });
    await world.work(open);
    await world.release(world.held.id);
  });

  it('is refused when the newest reading found another source', async () => {
    await using world = await worldWithHeldRun();
    world.source.roster.salt = 'other bytes';
    await failAfterReading(world);
    await expect(world.release(world.held.id)).rejects.toMatchObject({ code: 'source_changed' });
  });

  it('is refused when the records are others by now, and the next sync holds anew', async () => {
    await using world = await worldWithHeldRun();
    world.source.roster.people = world.all.map((one) => ({ ...one, note: 'new', office: 'Boston' }));
    await world.syncFor('source_event');
    await expect(world.release(world.held.id)).rejects.toMatchObject({ code: 'diff_changed' });
    expect((await world.sync({ people: world.all.slice(0, 5) })).state).toBe('held');
  });

  it('is refused when a crash of the database took the stage, and the same source is held anew', async () => {
    await using world = await worldWithHeldRun();
    await world.loseStage();
    await expect(world.release(world.held.id)).rejects.toMatchObject({ code: 'held_diff_lost' });
    const anew = await world.sync();
    expect(anew.state).toBe('held');
    await world.release(anew.id);
  });

  it('applies nothing when the stage is lost after it, and the same source is held anew', async () => {
    await using world = await worldWithHeldRun();
    await world.release(world.held.id);
    await world.loseStage();
    await world.work(world.held.id);
    expect(await world.run(world.held.id)).toMatchObject({ state: 'failed', error_code: 'held_diff_lost' });
    expect((await world.records('employee')).filter((one) => one.remote_was_deleted)).toEqual([]);
    expect((await world.sync()).state).toBe('held');
  });

  it('holds again when the records change between the word and the deed', async () => {
    await using world = await worldWithHeldRun();
    await world.release(world.held.id);
    await world.takeEvents();
    await sql`update employees set fingerprint = sha256('other') where work_email = 'person10@corp.test'`.execute(
      world.deps.db,
    );
    await world.work(world.held.id);
    expect(await world.run(world.held.id)).toMatchObject({ state: 'held', error_code: 'diff_changed' });
    expect(countTypes(await world.takeEvents())).toEqual({ 'sync.held': 1 });
    await world.release(world.held.id);
    await world.work(world.held.id);
    expect((await world.run(world.held.id)).state).toBe('succeeded');
  });

  it('reads the source again for whoever asks for it meanwhile', async () => {
    await using world = await worldWithHeldRun();
    await world.release(world.held.id);
    expect(await world.request()).toBe(world.held.id);
    await world.work(world.held.id);
    expect((await world.run(world.held.id)).state).toBe('succeeded');
    const { rows } = await sql`select trigger from sync_runs where state = 'queued'`.execute(world.deps.db);
    expect(rows).toEqual([{ trigger: 'follow_up' }]);
  });

  it('does not undo what the calendar did since', async () => {
    await using world = await SyncWorld.create(roster(people(10)));
    await world.sync();
    const ending = world.source.roster.people.slice(0, 5);
    ending[0] = { ...ending[0]!, terminationDate: '2026-11-22' };
    const held = await world.sync({ people: ending });
    expect(held.state).toBe('held');
    world.clock.advance(2 * 86_400_000);
    await world.release(held.id);
    await world.work(held.id);
    const person1 = await world.employee('person1@corp.test');
    expect(person1.body).toMatchObject({ employment_status: 'INACTIVE' });
  });
});

describe('discarding', () => {
  it('drops the diff, closes the issue, and makes nothing of the same source', async () => {
    await using world = await worldWithHeldRun();
    const before = await world.everything();
    await world.takeEvents();
    await world.discard(world.held.id);
    await world.discard(world.held.id);
    expect(countTypes(await world.takeEvents())).toEqual({ 'sync.discarded': 1 });
    expect([await world.openIssues(), await world.countStaged()]).toEqual([[], 0]);
    expect((await world.sync()).state).toBe('unchanged');
    expect([await world.everything(), await world.openIssues(), await world.takeEvents()]).toEqual([
      before,
      [],
      [],
    ]);
    await expect(world.release(world.held.id)).rejects.toMatchObject({ code: 'run_not_held' });
  });

  it('is no answer for another source, nor for the same one after it was well', async () => {
    await using world = await worldWithHeldRun();
    await world.discard(world.held.id);
    await world.takeEvents();
    const other = await world.sync({ salt: 'other bytes' });
    expect(other.state).toBe('held');
    expect(countTypes(await world.takeEvents())).toEqual({ 'sync.held': 1 });
    await world.discard(other.id);
    await world.sync({ people: world.all });
    expect((await world.sync({ people: world.all.slice(0, 5) })).state).toBe('held');
  });
});

it('holds too many terminations at once, above a limit of their own', async () => {
  await using world = await SyncWorld.create(roster(people(10)));
  await world.sync();
  const all = world.source.roster.people;
  const end = (count: number) =>
    all.map((one, index) =>
      index < count ? { ...one, status: 'INACTIVE' as const, terminationDate: '2026-11-20' } : one,
    );
  expect((await world.sync({ people: end(6) })).error_code).toBe('too_many_terminated');
  expect((await world.sync({ people: end(5) })).state).toBe('succeeded');
});

it('lets one person of a small company go', async () => {
  await using world = await SyncWorld.create(roster(people(2)));
  await world.sync();
  world.source.roster.people.pop();
  expect((await world.sync()).state).toBe('succeeded');
});
