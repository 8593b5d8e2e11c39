import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { expect, it, vi } from 'vitest';
import { startWorkerProcess } from '../../support/worker-process.ts';
import { MailWorld } from './mail-world.ts';
import { startRelay } from './smtp-relay.ts';

const WITHIN = { timeout: 60_000, interval: 50 };

it('a worker killed between sending and recording loses no mail, and the second one can be told from a new one', async () => {
  await using world = await MailWorld.create();
  await using relay = await startRelay();
  const environment = {
    DATABASE_URL: world.database.url,
    LINK_MAIL_DOMAIN: 'link.muster.test',
    MUSTER_SEALING_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    MUSTER_OUTBOUND_MAIL_URL: relay.url,
    MUSTER_OUTBOUND_MAIL_FROM: 'Muster <no-reply@muster.test>',
  };
  const isKilled = Promise.withResolvers<void>();
  relay.beforeAnswer = () => isKilled.promise;
  await world.held(await world.account());
  {
    await using worker = startWorkerProcess(environment);
    await vi.waitUntil(() => relay.taken.length === 1, WITHIN);
    await worker.kill();
  }
  isKilled.resolve();
  await sql`update notification_mails set lease_until = now() - interval '1 second'`.execute(world.db);
  await using successor = startWorkerProcess(environment);
  await vi.waitUntil(async () => {
    const mails = await world.db.selectFrom('notification_mails').select('state').execute();
    return mails.every(({ state }) => state === 'sent');
  }, WITHIN);
  expect(relay.taken.map(({ messageId }) => messageId)).toEqual([
    relay.taken[0]!.messageId,
    relay.taken[0]!.messageId,
  ]);
  await vi.waitUntil(() => successor.log().includes('notification_attempted'), WITHIN);
  expect(successor.log()).not.toContain('partner.example');
}, 120_000);
