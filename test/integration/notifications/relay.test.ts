import { expect, it } from 'vitest';
import { createSmtpMailer } from '../../../src/mail/smtp-mailer.ts';
import { MailWorld } from './mail-world.ts';
import { startRelay } from './smtp-relay.ts';

it('hands the relay mails that can be recognized when they come twice and that no machine answers', async () => {
  await using world = await MailWorld.create();
  await using relay = await startRelay();
  const mailer = createSmtpMailer({ url: relay.url, from: 'Muster <no-reply@muster.test>' }, world.deps.log);
  world.mailer.send = (mail) => mailer.send(mail);
  const scope = await world.account({ addresses: ['it@partner.example', 'nobody@partner.example'] });
  await world.runEnded(scope);
  await world.tick();
  const mails = await world.db
    .selectFrom('notification_mails')
    .select(['id', 'address', 'state', 'failure'])
    .orderBy('address')
    .execute();
  expect(mails).toMatchObject([
    { address: 'it@partner.example', state: 'sent', failure: null },
    { address: 'nobody@partner.example', state: 'given_up', failure: 'smtp_550' },
  ]);
  expect(relay.taken).toHaveLength(1);
  const [mail] = relay.taken;
  expect(mail!.messageId).toBe(`<${mails[0]!.id}@muster.test>`);
  expect(mail!.headers).toContainEqual(
    expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
  );
  expect(mail!.to).toMatchObject([{ address: 'it@partner.example' }]);
  expect(mail!.subject).toBe('Justworks for Juniper & Vale: employees: 1 added, 1 updated');
  expect(mail!.text).toContain('- employees: 1 added, 1 updated');
});
