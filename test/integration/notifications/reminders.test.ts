import { expect, it } from 'vitest';
import { resolveIssues } from '../../../src/accounts/index.ts';
import { DAY_MS, HOUR_MS } from '../../../src/lib/duration.ts';
import { MailWorld } from './mail-world.ts';

/** Days after the opening on which a mail came. */
async function remindedOn(world: MailWorld, days: number): Promise<number[]> {
  const reminded: number[] = [];
  for (let day = 0; day <= days; day += 1) {
    const mails = await world.tick();
    if (mails.length > 0) reminded.push(day);
    expect(mails.length).toBeLessThanOrEqual(1);
    expect(await world.tick()).toEqual([]);
    world.clock.advance(DAY_MS);
  }
  return reminded;
}

it('reminds of an open issue after 1, 3, 7, 14 and 30 days, and every thirty days from then on', async () => {
  await using world = await MailWorld.create();
  await world.issue(await world.account(), { code: 'manager_cycle' });
  expect(await remindedOn(world, 95)).toEqual([1, 3, 7, 14, 30, 60, 90]);
});

it('puts what comes together into one mail, and reminds once of what several steps went by', async () => {
  await using world = await MailWorld.create();
  const scope = await world.account();
  await world.issue(scope, { code: 'manager_cycle' }, 8);
  await world.issue(scope, { code: 'unknown_words' }, 3);
  const [mail, ...others] = await world.tick();
  expect(others).toEqual([]);
  expect(mail!.subject).toBe('Justworks for Juniper & Vale: 2 issues still open');
  world.clock.advance(HOUR_MS);
  expect(await world.tick()).toEqual([]);
});

it('does not remind of what is closed or muted, nor apart from the daily summary', async () => {
  await using world = await MailWorld.create();
  const scope = await world.account();
  await world.issue(scope, { code: 'manager_cycle' }, 2);
  await resolveIssues(world.db, scope, 'manager_cycle');
  await world.issue(scope, { code: 'unknown_words' }, 2);
  await world.db.updateTable('issues').set({ is_muted: true }).where('code', '=', 'unknown_words').execute();
  await world.issue(await world.account({ addresses: [] }), { code: 'manager_cycle' }, 2);
  expect(await world.tick()).toEqual([]);
});

it('reminds those who want failures only of what keeps the account from being read', async () => {
  await using world = await MailWorld.create();
  const scope = await world.account({ mode: 'failures' });
  await world.issue(scope, { code: 'required_field_missing', subject: 'work_email' }, 2);
  await world.issue(scope, { code: 'leaver_notice', isSourceNotice: true }, 2);
  expect(await world.tick()).toEqual([]);
  await world.issue(scope, { code: 'bad_credentials' }, 2);
  expect(await world.tick()).toHaveLength(1);
});

it('reminds once however many workers look at once', async () => {
  await using world = await MailWorld.create();
  await world.issue(await world.account(), { code: 'manager_cycle' }, 2);
  await Promise.all(Array.from({ length: 6 }, () => world.tick()));
  expect(world.sent).toHaveLength(1);
});
