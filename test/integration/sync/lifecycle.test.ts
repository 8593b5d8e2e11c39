import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { inTransaction } from '../../../src/db/transaction.ts';
import { releaseRun } from '../../../src/sync/release-run.ts';
import { lockCalendar } from '../../../src/sync/lock-calendar.ts';
import { stepClocks } from '../../../src/sync/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { people, person, roster } from './fake-source.ts';
import { leaveAsCrashed, killAt, Killed } from './killed.ts';
import { lifecycleOf, toldDays } from './lifecycle-events.ts';
import { SyncWorld } from './sync-world.ts';

const LEAVER = 'person2@corp.test';
const HIRE = 'person9@corp.test';
const HIRED = person(9, { status: 'PENDING', startDate: '2026-12-01' });

/** Five people at work, known by a first sync. */
async function knownRoster(): Promise<SyncWorld> {
  const world = await SyncWorld.create(roster(people(5)));
  await world.sync();
  await world.takeEvents();
  return world;
}

async function comeTo(world: SyncWorld, instant: string): Promise<string[]> {
  world.clock.set(instant);
  await stepClocks(world.deps);
  return lifecycleOf(await world.takeEvents());
}

/** The leaver's last day, as the source tells it from now on. */
async function endLeaver(world: SyncWorld, terminationDate: string | null): Promise<string[]> {
  const known = world.source.roster.people;
  await world.sync({
    people: known.map((one) => (one.workEmail === LEAVER ? { ...one, terminationDate } : one)),
  });
  return lifecycleOf(await world.takeEvents());
}

describe('the first sync', () => {
  it('tells of nobody who came or went before, and of everybody who is to', async () => {
    const leaving = person(6, { terminationDate: '2026-11-30' });
    const left = person(7, { status: 'INACTIVE', terminationDate: '2026-10-31' });
    await using world = await SyncWorld.create(roster([...people(3), leaving, left, HIRED]));
    await world.sync();
    expect(lifecycleOf(await world.takeEvents()).sort()).toEqual([
      `offboarding_scheduled 2026-11-30 person6@corp.test`,
      `onboarding_scheduled 2026-12-01 ${HIRE}`,
    ]);
    expect(await toldDays(world, 'person7@corp.test')).toBeUndefined();
    expect(await toldDays(world, HIRE)).toMatchObject({ next_due_on: '2026-12-01' });
  });
});

describe('what the calendar brings', () => {
  it('is a status, a state that ended and its events, in one, without a run', async () => {
    await using world = await knownRoster();
    await endLeaver(world, '2026-11-30');
    const before = await world.employee(LEAVER);
    world.clock.set('2026-12-01T05:00:01Z');
    await stepClocks(world.deps);
    const after = await world.employee(LEAVER);
    expect(before.body).toMatchObject({ employment_status: 'ACTIVE' });
    expect(after.body).toEqual({
      ...before.body,
      employment_status: 'INACTIVE',
      modified_at: after.body['modified_at'],
    });
    expect(after.body['modified_at']).not.toBe(before.body['modified_at']);
    expect(Object.keys(after.body)).toEqual(Object.keys(before.body));
    const [updated, terminated, ...rest] = await world.takeEvents();
    expect(rest).toEqual([]);
    const change = { field: 'employment_status', before: 'ACTIVE', after: 'INACTIVE' };
    expect(updated).toMatchObject({
      type: 'employee.updated',
      data: { record: after.body, changes: [change], sequence: before.sequence + 1 },
    });
    expect(terminated).toEqual({
      type: 'employee.terminated',
      data: {
        record: after.body,
        effective_date: '2026-11-30',
        previous_effective_date: null,
        time_zone: 'America/New_York',
        linked_account: updated!.data.linked_account,
        sequence: after.sequence,
      },
    });
    const { rows } = await sql`
      select body, changes, sync_run_id, sequence from record_versions where record_id = ${after.id}
       order by sequence desc limit 1`.execute(world.deps.db);
    expect(rows).toEqual([
      { body: before.body, changes: [change], sync_run_id: null, sequence: before.sequence },
    ]);
  });

  it('comes at the end of the day in the account’s time zone and not a second before', async () => {
    await using world = await knownRoster();
    await endLeaver(world, '2026-11-30');
    expect(await comeTo(world, '2026-12-01T04:59:59Z')).toEqual([]);
    expect((await world.employee(LEAVER)).body['employment_status']).toBe('ACTIVE');
    expect(await comeTo(world, '2026-12-01T05:00:00Z')).toEqual([`terminated 2026-11-30 ${LEAVER}`]);
    expect(await comeTo(world, '2026-12-01T05:00:01Z')).toEqual([]);
    expect((await world.account()).next_clock_at).toBe('2026-12-02 05:00:00+00');
  });

  it.each([
    // a last day before the clocks change, and the instant of its end
    ['America/New_York', '2027-03-13', '2027-03-14T05:00:00Z'],
    ['America/New_York', '2027-03-14', '2027-03-15T04:00:00Z'],
    ['America/New_York', '2027-11-07', '2027-11-08T05:00:00Z'],
    ['America/Los_Angeles', '2026-11-30', '2026-12-01T08:00:00Z'],
    ['UTC', '2026-11-30', '2026-12-01T00:00:00Z'],
    ['America/New_York', '2028-02-29', '2028-03-01T05:00:00Z'],
  ])('in %s ends %s at %s', async (timeZone, lastDay, end) => {
    await using world = await knownRoster();
    await sql`update linked_accounts set time_zone = ${timeZone}`.execute(world.deps.db);
    expect(await endLeaver(world, lastDay)).toEqual([`offboarding_scheduled ${lastDay} ${LEAVER}`]);
    const before = new Date(Date.parse(end) - 1000).toISOString();
    expect(await comeTo(world, before)).toEqual([]);
    expect(await comeTo(world, end)).toEqual([`terminated ${lastDay} ${LEAVER}`]);
  });

  it('comes once to any number of workers, some of them in a row, some at once', async () => {
    await using world = await knownRoster();
    await endLeaver(world, '2026-11-30');
    world.clock.set('2026-12-01T06:00:00Z');
    await Promise.all(Array.from({ length: 6 }, () => stepClocks(world.deps)));
    await stepClocks(world.deps);
    expect(lifecycleOf(await world.takeEvents())).toEqual([`terminated 2026-11-30 ${LEAVER}`]);
  });

  it('comes early by a worker’s wrong clock alone, and nobody with the right one takes it back', async () => {
    await using world = await knownRoster();
    await endLeaver(world, '2026-11-30');
    const ahead = new ManualClock('2026-12-01T05:30:00Z');
    await stepClocks({ ...world.deps, clock: ahead });
    expect(lifecycleOf(await world.takeEvents())).toEqual([`terminated 2026-11-30 ${LEAVER}`]);
    world.clock.set('2026-12-01T03:30:00Z');
    await world.sync({ salt: 'read again by the right clock' });
    expect((await world.takeEvents()).map(({ type }) => type)).not.toContain('employee.updated');
    expect((await world.employee(LEAVER)).body['employment_status']).toBe('INACTIVE');
    expect(await comeTo(world, '2026-12-01T06:00:00Z')).toEqual([]);
  });

  it('leaves nothing for the next sync to write', async () => {
    await using world = await knownRoster();
    await endLeaver(world, '2026-11-30');
    await comeTo(world, '2026-12-01T05:00:00Z');
    const before = await world.everything();
    await world.sync({ salt: 'other bytes' });
    expect(await world.everything()).toEqual(before);
  });

  it('does not wait for a run that writes: the run brings it itself', async () => {
    await using world = await knownRoster();
    await endLeaver(world, '2026-11-30');
    world.clock.set('2026-12-01T06:00:00Z');
    await inTransaction(world.deps.db, async (trx) => {
      await lockCalendar(trx, world.scope.linkedAccountId);
      await stepClocks(world.deps);
    });
    expect(await world.takeEvents()).toEqual([]);
    await world.sync({ salt: 'other bytes' });
    expect(lifecycleOf(await world.takeEvents())).toEqual([`terminated 2026-11-30 ${LEAVER}`]);
  });

  it.each([
    ['needs a new link', `status = 'RELINK_NEEDED'`],
    ['is paused', 'paused_at = now()'],
  ])('comes to an account that %s', async (_what, state) => {
    await using world = await knownRoster();
    await endLeaver(world, '2026-11-30');
    await sql`update linked_accounts set ${sql.raw(state)}`.execute(world.deps.db);
    expect(await comeTo(world, '2026-12-01T05:00:00Z')).toEqual([`terminated 2026-11-30 ${LEAVER}`]);
  });

  it('waits for one that was disconnected, and comes with its own day when it is linked again', async () => {
    await using world = await knownRoster();
    await endLeaver(world, '2026-11-30');
    await sql`update linked_accounts set status = 'IDLE'`.execute(world.deps.db);
    expect(await comeTo(world, '2026-12-05T12:00:00Z')).toEqual([]);
    await sql`update linked_accounts set status = 'COMPLETE'`.execute(world.deps.db);
    await world.sync({ salt: 'linked again' });
    expect(lifecycleOf(await world.takeEvents())).toEqual([`terminated 2026-11-30 ${LEAVER}`]);
  });
});

describe('exactly once', () => {
  it.each(['insert into employee_lifecycles', 'lifecycle_people', 'data_fresh_as_of'])(
    'over a worker’s death at %s',
    async (text) => {
      await using world = await knownRoster();
      Object.assign(world.source.roster, { people: [...people(5), HIRED] });
      const id = await world.request();
      await world.work(id, killAt(world, text)).catch((error: unknown) => {
        expect(error).toBeInstanceOf(Killed);
      });
      expect(await world.takeEvents()).toEqual([]);
      await leaveAsCrashed(world, id);
      await world.work(id);
      expect(lifecycleOf(await world.takeEvents())).toEqual([`onboarding_scheduled 2026-12-01 ${HIRE}`]);
      await world.sync({ salt: 'once more' });
      expect(lifecycleOf(await world.takeEvents())).toEqual([]);
    },
  );

  it('over a held run: nothing while it is held, then everything with its own day', async () => {
    await using world = await knownRoster();
    await endLeaver(world, '2026-11-30');
    const whole = [
      ...people(5).filter((one) => one.workEmail !== LEAVER),
      person(2, { terminationDate: '2026-11-30' }),
      HIRED,
    ];
    expect((await world.sync({ people: [HIRED] })).state).toBe('held');
    expect(lifecycleOf(await world.takeEvents())).toEqual([]);
    expect(await comeTo(world, '2026-12-02T05:00:00Z')).toEqual([`terminated 2026-11-30 ${LEAVER}`]);
    await world.sync({ people: whole });
    expect(lifecycleOf(await world.takeEvents())).toEqual([`started 2026-12-01 ${HIRE}`]);
  });
});

it('exactly once over a held run that is let through on a later day, and the calendar is no change of its diff', async () => {
  await using world = await knownRoster();
  await endLeaver(world, '2026-11-30');
  const [, leaver] = world.source.roster.people;
  const held = await world.sync({ people: [leaver!, HIRED, person(8, { terminationDate: '2026-12-01' })] });
  expect(held.state).toBe('held');
  await world.takeEvents();
  expect(await comeTo(world, '2026-12-02T05:00:00Z')).toEqual([`terminated 2026-11-30 ${LEAVER}`]);
  await releaseRun(world.deps, { scope: { organizationId: world.scope.organizationId }, id: held.id });
  await world.work(held.id);
  expect(await world.run(held.id)).toMatchObject({ state: 'succeeded' });
  const events = await world.takeEvents();
  expect(lifecycleOf(events).sort()).toEqual([
    'started 2020-01-06 person8@corp.test',
    `started 2026-12-01 ${HIRE}`,
    'terminated 2026-12-01 person8@corp.test',
  ]);
  expect(events.filter(({ type }) => type === 'employee.updated')).toEqual([]);
});

describe('a person first seen', () => {
  it('through another connection method is told of only with what is to come', async () => {
    await using world = await knownRoster();
    await world.useMethod('oauth');
    await world.sync({
      people: [...people(5), person(6), person(7, { terminationDate: '2026-12-31' }), HIRED],
    });
    expect(lifecycleOf(await world.takeEvents()).sort()).toEqual([
      'offboarding_scheduled 2026-12-31 person7@corp.test',
      `onboarding_scheduled 2026-12-01 ${HIRE}`,
    ]);
    await world.sync({ people: [...world.source.roster.people, person(8)] });
    expect(lifecycleOf(await world.takeEvents())).toEqual(['started 2020-01-06 person8@corp.test']);
  });
});

describe('moves inside the company', () => {
  it('tell who the managers and what the departments are', async () => {
    await using world = await knownRoster();
    const [boss, mover, ...others] = world.source.roster.people;
    await world.sync({
      people: [boss!, { ...mover!, department: 'Sales', managerEmail: 'person1@corp.test' }, ...others],
    });
    const events = (await world.takeEvents()).filter(({ type }) => type.endsWith('_changed'));
    const manager = await world.employee('person1@corp.test');
    expect(events.map(({ type }) => type)).toEqual([
      'employee.manager_changed',
      'employee.department_changed',
    ]);
    expect(events[0]!.data).toMatchObject({
      effective_date: null,
      before: null,
      after: { id: manager.id, display_full_name: 'First1 Last1', work_email: 'person1@corp.test' },
    });
    expect(events[1]!.data).toMatchObject({
      before: { name: 'Engineering' },
      after: { name: 'Sales' },
    });
  });
});
