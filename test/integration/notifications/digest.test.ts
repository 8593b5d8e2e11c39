import { expect, it } from 'vitest';
import { MailWorld, summary } from './mail-world.ts';

it('sums the day up at eight in the account’s own time zone, once', async () => {
  await using world = await MailWorld.create('2026-11-23T17:00:00Z');
  const newYork = await world.account({ mode: 'daily', addresses: ['ny@partner.example'] });
  const losAngeles = await world.account({
    mode: 'daily',
    addresses: ['la@partner.example'],
    timeZone: 'America/Los_Angeles',
  });
  expect(await world.tick()).toEqual([]);
  for (const scope of [newYork, losAngeles]) {
    await world.runEnded(scope, summary(2));
    await world.runEnded(scope, summary(3));
  }
  expect(await world.tickAt('2026-11-24T12:59:59Z')).toEqual([]);
  const first = await world.tickAt('2026-11-24T13:00:00Z');
  expect(first.map(({ to }) => to)).toEqual(['ny@partner.example']);
  expect(first[0]!.subject).toContain('daily summary: employees: 5 added, 2 updated');
  expect(first[0]!.text).toContain('Since the last summary: 2 syncs changed something.');
  expect(first[0]!.text).toContain('fields: work_email 2');
  expect(await world.tickAt('2026-11-24T15:59:59Z')).toEqual([]);
  expect((await world.tickAt('2026-11-24T16:00:00Z')).map(({ to }) => to)).toEqual(['la@partner.example']);
  expect(await world.tickAt('2026-11-25T20:00:00Z')).toEqual([]);
});

it('keeps to the local hour over both changes of the clocks', async () => {
  await using world = await MailWorld.create('2026-10-31T20:00:00Z');
  const scope = await world.account({ mode: 'daily' });
  await world.issue(scope, { code: 'bad_credentials' });
  // The hour of that day is over.
  expect(await world.tick()).toEqual([]);
  const instants = [
    // From here on UTC-5, which was UTC-4 the day before.
    ['2026-11-01T12:59:59Z', 0],
    ['2026-11-01T13:00:00Z', 1],
    ['2026-11-02T12:30:00Z', 0],
    ['2026-11-02T13:00:00Z', 1],
    ['2027-03-13T12:59:59Z', 1],
    ['2027-03-13T13:00:00Z', 1],
    // And UTC-4 again.
    ['2027-03-14T11:59:59Z', 0],
    ['2027-03-14T12:00:00Z', 1],
  ] as const;
  const counts: number[] = [];
  for (const [instant] of instants) counts.push((await world.tickAt(instant)).length);
  expect(counts).toEqual(instants.map(([, count]) => count));
});

it('is silent where nothing happened and nothing is open, and tells what is open each day', async () => {
  await using world = await MailWorld.create('2026-11-23T15:00:00Z');
  const scope = await world.account({ mode: 'daily' });
  await world.tick();
  expect(await world.tickAt('2026-11-24T14:00:00Z')).toEqual([]);
  await world.issue(scope, { code: 'manager_cycle' });
  for (const day of ['25', '26']) {
    const mails = await world.tickAt(`2026-11-${day}T14:00:00Z`);
    expect(mails.map(({ subject }) => subject)).toEqual([
      'Justworks for Juniper & Vale: daily summary: 1 issue open',
    ]);
  }
});

it('sums up several days at once after a standstill, and what waited when the mode is another', async () => {
  await using world = await MailWorld.create('2026-11-20T15:00:00Z');
  const scope = await world.account({ mode: 'daily' });
  await world.tick();
  await world.runEnded(scope, summary(1));
  await world.runEnded(scope, summary(1));
  const late = await world.tickAt('2026-11-24T14:00:00Z');
  expect(late.map(({ subject }) => subject.replace(/^.*?: /, ''))).toEqual([
    'daily summary: employees: 2 added, 2 updated',
  ]);
  await world.runEnded(scope, summary(4));
  await world.tick();
  await world.change(scope, { mode: 'changes' });
  expect((await world.tick()).map(({ subject }) => subject.replace(/^.*?: /, ''))).toEqual([
    'daily summary: employees: 4 added, 1 updated',
  ]);
  expect(await world.tick()).toEqual([]);
});

it('writes one summary however many workers look at once', async () => {
  await using world = await MailWorld.create('2026-11-23T15:00:00Z');
  const scope = await world.account({ mode: 'daily' });
  await world.tick();
  await world.runEnded(scope);
  world.clock.set('2026-11-24T14:00:00Z');
  await Promise.all(Array.from({ length: 6 }, () => world.tick()));
  expect(world.sent).toHaveLength(1);
});

it('waits with the summary for what another worker is just dispatching', async () => {
  await using world = await MailWorld.create('2026-11-23T15:00:00Z');
  const scope = await world.account({ mode: 'daily' });
  await world.tick();
  await world.runEnded(scope);
  world.clock.set('2026-11-24T14:00:00Z');
  const early = await world.db.transaction().execute(async (trx) => {
    await trx
      .selectFrom('notifications')
      .select('id')
      .where('dispatched_at', 'is', null)
      .forUpdate()
      .execute();
    return await world.tick();
  });
  expect(early).toEqual([]);
  expect((await world.tick()).map(({ subject }) => subject)).toEqual([
    expect.stringContaining('daily summary'),
  ]);
});
