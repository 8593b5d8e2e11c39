import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { inTransaction } from '../../../src/db/transaction.ts';
import { DAY_MS, MINUTE_MS } from '../../../src/lib/duration.ts';
import { newId } from '../../../src/lib/ids.ts';
import { notifyHeldRun } from '../../../src/notifications/index.ts';
import { MailWorld } from './mail-world.ts';

const refuseWith = (fields: object) => () => Promise.reject(Object.assign(new Error('no'), fields));

it('has a mail if and only if its cause was committed', async () => {
  await using world = await MailWorld.create();
  const scope = await world.account();
  const work = inTransaction(world.db, async (trx) => {
    await notifyHeldRun(trx, scope, { syncRunId: newId(), findings: [] });
    throw new Error('the run is not held after all');
  });
  await expect(work).rejects.toThrow('not held after all');
  expect(await world.tick()).toEqual([]);
  await world.held(scope);
  expect(await world.tick()).toHaveLength(1);
});

it('sends one mail per address however many workers look at once', async () => {
  await using world = await MailWorld.create();
  const scopes = await Promise.all(Array.from({ length: 5 }, () => world.account()));
  for (const scope of scopes) await world.held(scope);
  await Promise.all(Array.from({ length: 6 }, () => world.tick()));
  expect(world.sent).toHaveLength(5);
  expect(new Set(world.sent.map(({ messageId }) => messageId)).size).toBe(5);
});

it('sends again under the same Message-ID what a worker sent and died over, and hears no more of the dead one', async () => {
  await using world = await MailWorld.create();
  await world.held(await world.account());
  const wake = Promise.withResolvers<void>();
  const isSending = Promise.withResolvers<void>();
  world.beforeSending = async (mail) => {
    world.beforeSending = () => undefined;
    world.sent.push(mail);
    isSending.resolve();
    await wake.promise;
    return refuseWith({ code: 'ECONNECTION' })();
  };
  const asleep = world.tick();
  await isSending.promise;
  expect(await world.tick()).toEqual([]);
  await sql`update notification_mails set lease_until = now() - interval '1 second'`.execute(world.db);
  const [again] = await world.tick();
  wake.resolve();
  await asleep;
  expect(world.sent.map(({ messageId }) => messageId)).toEqual([again!.messageId, again!.messageId]);
  expect(again!.messageId).toMatch(/^<[0-9a-f-]{36}@muster\.test>$/);
  const mails = await world.db.selectFrom('notification_mails').select(['state', 'attempt_count']).execute();
  expect(mails).toEqual([{ state: 'sent', attempt_count: 1 }]);
  expect(await world.tick()).toEqual([]);
});

it('tries a relay that is away again later, gives up after a day and a half, and opens an issue until one goes out', async () => {
  await using world = await MailWorld.create();
  const scope = await world.account();
  await world.held(scope);
  let tries = 0;
  world.beforeSending = () => {
    tries += 1;
    return refuseWith({ code: 'ECONNECTION' })();
  };
  await world.tick();
  const waits = [1, 5, 30, 120, 360, 1440];
  for (const [index, minutes] of waits.entries()) {
    expect(await world.openIssues()).toEqual([]);
    world.clock.advance((minutes - 1) * MINUTE_MS);
    await world.tick();
    expect(tries).toBe(index + 1);
    world.clock.advance(MINUTE_MS);
    await world.tick();
    expect(tries).toBe(index + 2);
  }
  expect(await world.openIssues()).toEqual(['notification_undeliverable']);
  world.clock.advance(DAY_MS);
  world.beforeSending = () => undefined;
  // The reminder of that issue is the mail that goes out.
  expect(await world.tick()).toHaveLength(1);
  expect(await world.openIssues()).toEqual([]);
});

it('gives up at once where the address itself is refused, writes to the others, and names no address', async () => {
  await using world = await MailWorld.create();
  const scope = await world.account({ addresses: ['gone@partner.example', 'here@partner.example'] });
  await world.held(scope);
  world.beforeSending = ({ to }) =>
    to.startsWith('gone') ? refuseWith({ code: 'EENVELOPE', responseCode: 550 })() : undefined;
  expect((await world.tick()).map(({ to }) => to)).toEqual(['here@partner.example']);
  expect(await world.openIssues()).toEqual(['notification_undeliverable']);
  const { error_details, error_description } = await world.db
    .selectFrom('issues')
    .select(['error_details', 'error_description'])
    .executeTakeFirstOrThrow();
  expect(error_details).toEqual(['smtp_550']);
  expect(error_description + JSON.stringify(world.logged)).not.toContain('partner.example');
  // As long as the address is written to, a mail to another one heals nothing.
  await world.held(scope);
  await world.tick();
  expect(await world.openIssues()).toEqual(['notification_undeliverable']);
  await world.change(scope, { addresses: ['here@partner.example'] });
  await world.held(scope);
  await world.tick();
  expect(await world.openIssues()).toEqual([]);
});

it('forgets after ninety days what is over, and keeps what lasts', async () => {
  await using world = await MailWorld.create();
  const scope = await world.account();
  await world.held(scope);
  await world.failed(scope, 'bad_credentials');
  await world.tick();
  await sql`update notifications set occurred_at = now() - interval '91 days'`.execute(world.db);
  await world.tick();
  const kept = await world.db.selectFrom('notifications').select('kind').execute();
  expect(kept).toEqual([{ kind: 'failure' }]);
  world.clock.advance(DAY_MS);
  await world.failed(scope, 'bad_credentials');
  expect((await world.tick()).map(({ subject }) => subject)).toEqual([]);
});
