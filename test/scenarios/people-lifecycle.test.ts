import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectGoodManners } from '../support/expect-good-manners.ts';
import { isAboutPeople, LinkedRoster, ROUTES } from '../support/linked-roster.ts';

const midnight = (day: string) => `${day}T00:00:00Z`;

describe.each(ROUTES)('by %s, what happens to a person', (route) => {
  let roster: LinkedRoster;
  beforeAll(async () => {
    roster = await LinkedRoster.start(route);
  });
  afterAll(async () => {
    expectGoodManners(roster.service.sandbox);
    expect(roster.service.receiver.refusedCount).toBe(0);
    await roster[Symbol.asyncDispose]();
  });

  it('begins with a hire: the person, an employment and a home', async () => {
    roster.hire('Abelard', { street1: '3 Mill Lane', city: 'Troy', state: 'NY', country: 'United States' });
    const told = await roster.sync();
    expect(
      told
        .filter(({ type }) => /^(employee|employment|location)\./.test(type))
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['employee.created', 'employment.created', 'location.created']);
    const person = await roster.person('Abelard');
    expect(person).toMatchObject({ employment_status: 'ACTIVE', start_date: midnight('2026-02-02') });
    expect(await roster.record('locations', person['home_location'])).toMatchObject({
      street_1: '3 Mill Lane',
      country: 'US',
    });
  });

  it('goes on with a move: department, office and manager', async () => {
    const { departments, offices } = roster.control.state().company;
    const [from, to] = departments;
    const boss = roster.hire('Berengar');
    const member = roster.hire('Clotilde', { department: from!.name, office: offices[0]!.name });
    await roster.sync();
    const before = await roster.person('Clotilde');
    roster.control.editEmployee(member.id, {
      department: to!.name,
      office: offices[1]!.name,
      manager: boss.id,
    });
    const told = await roster.sync();
    const update = told.find(({ type }) => type === 'employee.updated')!;
    expect(update.id).toBe(before.id);
    expect(update.changes.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['groups', 'team', 'work_location', 'manager']),
    );
    const after = await roster.person('Clotilde');
    const nameOf = async (model: string, id: unknown) => (await roster.record(model, id))['name'];
    expect({
      group: await nameOf('groups', (after['groups'] as string[])[0]),
      team: await nameOf('teams', after['team']),
      office: await nameOf('locations', after['work_location']),
      manager: after['manager'],
    }).toEqual({
      group: to!.name,
      team: to!.name,
      office: offices[1]!.name,
      manager: (await roster.person('Berengar')).id,
    });
  });

  it('goes on with a rise: a new employment from its day on, and the former one as it was', async () => {
    const member = roster.hire('Dagmar');
    await roster.sync();
    const before = await roster.employmentsOf(await roster.person('Dagmar'));
    const rise = { payRate: '71500.00', effectiveDate: '2026-11-15', reason: 'Merit' };
    roster.control.editEmployee(member.id, rise);
    const told = await roster.sync();
    expect(
      told
        .filter(isAboutPeople)
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['employee.updated', 'employment.created']);
    const after = await roster.employmentsOf(await roster.person('Dagmar'));
    expect(after[0]).toEqual(before[0]);
    expect(after.map((one) => [one['effective_date'], one['pay_rate'], one['pay_currency']])).toEqual([
      [midnight('2026-02-02'), 64_000, 'USD'],
      [midnight('2026-11-15'), 71_500, 'USD'],
    ]);
  });

  it('ends for who has no last day and is removed: gone after two complete runs, told once', async () => {
    const unpaid = { payType: null, payRate: null, payFrequency: null, startDate: '2026-11-16' };
    const member = roster.hire('Egbert', unpaid);
    await roster.sync();
    const person = await roster.person('Egbert');
    roster.control.removeEmployee(member.id);
    expect((await roster.sync()).filter(isAboutPeople)).toEqual([]);
    expect(await roster.person('Egbert')).toEqual(person);

    const told = await roster.sync();
    expect(
      told
        .filter(isAboutPeople)
        .map(({ type, id }) => [type, id])
        .sort(),
    ).toEqual([
      ['employee.deleted', person.id],
      ['employment.deleted', (person['employments'] as string[])[0]],
    ]);
    await expect(roster.person('Egbert')).rejects.toThrow('0 people');
    expect(await roster.record('employees', person.id)).toMatchObject({ remote_was_deleted: true });
    expect((await roster.sync()).filter(isAboutPeople)).toEqual([]);
  });

  it('ends for who has a last day and is removed after it: inactive, and never deleted', async () => {
    const member = roster.hire('Egbert', { startDate: '2026-11-16' });
    roster.control.terminate(member.id, { date: '2026-11-17' });
    await roster.sync();
    const person = await roster.person('Egbert');
    expect(person['employment_status']).toBe('INACTIVE');
    roster.control.removeEmployee(member.id);
    for (let run = 0; run < 3; run += 1) {
      expect((await roster.sync()).filter(isAboutPeople)).toEqual([]);
      expect(await roster.person('Egbert')).toEqual(person);
    }
  });

  it('keeps its calendar days over clock changes and new years, wherever the account’s clock stands', async () => {
    const days = ['2024-02-29', '2025-03-09', '2025-11-02', '2025-12-31', '2026-01-01', '2026-03-08'];
    const born = ['1988-02-29', '1990-12-31', '1991-01-01', '1970-01-01', '1985-10-27', '1987-04-05'];
    const ends = ['2024-12-31', '2025-11-02', '2026-01-01', '2026-03-08', '2026-11-01', '2026-10-31'];
    const names = ['Fulk', 'Gisela', 'Hedwig', 'Irmgard', 'Jutta', 'Konrad'];
    for (const [place, firstName] of names.entries()) {
      const member = roster.hire(firstName, { startDate: days[place], dateOfBirth: born[place] });
      roster.control.terminate(member.id, { date: ends[place]! });
    }
    await roster.sync();
    const read = async () => {
      const people = await Promise.all(names.map((firstName) => roster.person(firstName)));
      const employments = await Promise.all(people.map((person) => roster.employmentsOf(person)));
      return people.map((person, place) => [
        person['start_date'],
        person['date_of_birth'],
        person['termination_date'],
        employments[place]![0]!['effective_date'],
      ]);
    };
    const expected = names.map((_name, place) =>
      [days[place]!, born[place]!, ends[place]!, days[place]!].map(midnight),
    );
    expect(await read()).toEqual(expected);
    for (const time_zone of ['Pacific/Auckland', 'Pacific/Honolulu', 'America/New_York']) {
      await roster.service.api('PATCH', `/api/v1/linked-accounts/${roster.employer.linkedAccountId}`, {
        body: { time_zone },
      });
      expect((await roster.sync()).filter(isAboutPeople)).toEqual([]);
      expect(await read()).toEqual(expected);
    }
  });
});

describe.each(ROUTES)('by %s, a day that was told before comes', (route) => {
  /** Reads once at the instant; a reading moves the clock by a minute first. */
  async function syncAt(roster: LinkedRoster, instant: string) {
    roster.service.clock.set(new Date(Date.parse(instant) - 60_000));
    return (await roster.sync()).filter(({ type }) => type.startsWith('employee.'));
  }

  it('a start: pending until the employer’s midnight, active from then on', async () => {
    await using roster = await LinkedRoster.start(route);
    roster.hire('Leopold', { startDate: '2026-12-01' });
    await roster.sync();
    const { id } = await roster.person('Leopold');
    expect((await roster.person('Leopold'))['employment_status']).toBe('PENDING');
    expect(await syncAt(roster, '2026-12-01T04:59:00Z')).toEqual([]);
    expect(await syncAt(roster, '2026-12-01T05:00:30Z')).toEqual([
      {
        type: 'employee.updated',
        id,
        changes: [{ field: 'employment_status', before: 'PENDING', after: 'ACTIVE' }],
      },
    ]);
  });

  it('an end: told, taken back, told again, and inactive when its day is over', async () => {
    await using roster = await LinkedRoster.start(route);
    const member = roster.hire('Mechthild');
    await roster.sync();
    const { id } = await roster.person('Mechthild');
    const day = midnight('2026-11-27');
    const change = (field: string, before: unknown, after: unknown) => [
      { type: 'employee.updated', id, changes: [{ field, before, after }] },
    ];
    roster.control.terminate(member.id, { date: '2026-11-27' });
    expect((await roster.sync()).filter(isAboutPeople)).toEqual(change('termination_date', null, day));
    expect((await roster.person('Mechthild'))['employment_status']).toBe('ACTIVE');
    roster.control.cancelTermination(member.id);
    expect((await roster.sync()).filter(isAboutPeople)).toEqual(change('termination_date', day, null));

    roster.control.terminate(member.id, { date: '2026-11-27' });
    await roster.sync();
    expect(await syncAt(roster, '2026-11-28T04:59:00Z')).toEqual([]);
    expect(await syncAt(roster, '2026-11-28T05:00:30Z')).toEqual(
      change('employment_status', 'ACTIVE', 'INACTIVE'),
    );
  });
});

describe('by oauth, the source tells of an end', () => {
  it('when it is planned and when it is taken back, and both are served without anybody asking', async () => {
    await using roster = await LinkedRoster.start('oauth');
    const member = roster.hire('Notburga');
    await roster.sync();
    const endOf = async () => {
      await roster.control.partnerWebhooks.drain();
      await roster.service.drain();
      return (await roster.person('Notburga'))['termination_date'];
    };
    roster.control.terminate(member.id, { date: '2026-12-31' });
    expect(await endOf()).toBe(midnight('2026-12-31'));
    roster.control.cancelTermination(member.id);
    expect(await endOf()).toBeNull();
    const told = roster.control.partnerWebhooks.deliveries().slice(-2);
    expect(told.map(({ status }) => status)).toEqual(['delivered', 'delivered']);
  });
});
