import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { stepClocks } from '../../src/sync/index.ts';
import { LinkedRoster } from '../support/linked-roster.ts';
import { passDays } from '../support/pass-days.ts';

it('the roster before and after a new name and an end, with the history that leads from one to the other', async () => {
  await using roster = await LinkedRoster.start('service_account');
  const { db } = roster.service.context;
  const member = roster.hire('Ursula');
  await roster.sync();
  const { id } = await roster.person('Ursula');
  await passDays(db, 2);
  roster.control.editEmployee(member.id, { lastName: 'Ravenscroft' });
  await roster.sync();
  await passDays(db, 2);
  roster.control.terminate(member.id, { date: '2026-12-31' });
  await roster.sync();

  const seenOn = async (daysAgo: number) => {
    const day = await localDay(roster, daysAgo);
    const people = await roster.people(`&as_of=${day}&first_name=Ursula`);
    return people.map((one) => [one.id, one['last_name'], one['termination_date']]);
  };
  const end = '2026-12-31T00:00:00Z';
  expect(await seenOn(5)).toEqual([]);
  expect(await seenOn(3)).toEqual([[id, 'Quillfeather', null]]);
  expect(await seenOn(1)).toEqual([[id, 'Ravenscroft', null]]);
  expect(await seenOn(0)).toEqual([[id, 'Ravenscroft', end]]);

  const entries = await historyOf(roster, id);
  const changesOf = (field: string) =>
    entries.filter((entry) => entry['field'] === field).map(({ before, after }) => [before, after]);
  expect(changesOf('last_name')).toEqual([['Quillfeather', 'Ravenscroft']]);
  expect(changesOf('termination_date')).toEqual([[null, end]]);
  const appeared = entries.filter((entry) => entry['field'] === null);
  expect(appeared.map((entry) => entry['model']).sort()).toEqual(['employee', 'employment']);
  // Every entry names the run that brought it.
  expect(entries.map((entry) => typeof entry['sync_run_id'])).toEqual(entries.map(() => 'string'));
});

it('a status that only the calendar moved, told without a run', async () => {
  await using roster = await LinkedRoster.start('service_account');
  const { context, clock } = roster.service;
  roster.hire('Leopold', { startDate: '2026-12-01' });
  await roster.sync();
  const { id } = await roster.person('Leopold');
  await passDays(context.db, 2);
  clock.set('2026-12-01T05:00:30Z');
  await stepClocks(context);

  const statusOn = async (daysAgo: number) =>
    (await roster.people(`&as_of=${await localDay(roster, daysAgo)}&first_name=Leopold`)).map(
      (one) => one['employment_status'],
    );
  expect(await statusOn(1)).toEqual(['PENDING']);
  expect(await statusOn(0)).toEqual(['ACTIVE']);
  const [newest] = await historyOf(roster, id);
  expect(newest).toMatchObject({
    field: 'employment_status',
    before: 'PENDING',
    after: 'ACTIVE',
    sync_run_id: null,
  });
});

async function historyOf(roster: LinkedRoster, id: string): Promise<Record<string, unknown>[]> {
  const { body } = await roster.service.api<{ results: Record<string, unknown>[] }>(
    'GET',
    `/api/hris/v1/employees/${id}/history?page_size=100`,
    { accountToken: roster.employer.accountToken },
  );
  return body.results;
}

async function localDay(roster: LinkedRoster, daysAgo: number): Promise<string> {
  const { rows } = await sql<{ day: string }>`
    select ((now() at time zone time_zone)::date - ${daysAgo}::int)::text as day from linked_accounts
     where id = ${roster.employer.linkedAccountId}`.execute(roster.service.context.db);
  return rows[0]!.day;
}
