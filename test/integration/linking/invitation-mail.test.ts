import { describe, expect, test } from 'vitest';
import { readLinkToken } from '../../../src/auth/link-tokens.ts';
import { DAY_MS, MINUTE_MS } from '../../../src/lib/duration.ts';
import { startLinkSession } from '../../../src/linking/index.ts';
import { SOURCE_DOMAIN, SOURCE_HOST } from './fake-source.ts';
import { LinkingWorld } from './linking-world.ts';
import { signMail, writeMail } from './signed-mail.ts';

describe('mail to a service e-mail', () => {
  test('that comes twice, with equal bytes, is kept and acted on once', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    const raw = await signMail(writeMail({ to: session.email, links: [world.source.invite('first')] }));
    await world.deliver(session.email, raw);
    await world.deliver(session.email, raw);
    expect(await world.waitingJobs()).toEqual(['find_invitation']);
    await world.runJobs();
    await world.deliver(session.email, raw);
    await world.runJobs();
    expect(await world.messages()).toMatchObject([{ state: 'accepted' }]);
    expect(world.source.count('accept')).toBe(1);
    expect((await world.view(session)).state).toBe('linked');
  });

  test('is decided once by jobs that run at once', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    await world.mailInvitation(session.email, world.source.invite('first'));
    const job = (await world.takeJob())!;
    await Promise.all(Array.from({ length: 5 }, () => world.run(job)));
    expect(await world.messages()).toMatchObject([{ state: 'accepted', reason: null }]);
    expect(await world.waitingJobs()).toEqual(['accept_invitation']);
  });

  test('with the same invitation in other bytes is acted on once, in whatever order the jobs run', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    const url = world.source.invite('first');
    await world.mailInvitation(session.email, url);
    await world.mailInvitation(session.email, url, 'Reminder');
    const [first, second] = [(await world.takeJob())!, (await world.takeJob())!];
    await Promise.allSettled([world.run(first), world.run(second), world.run(first)]);
    await world.runJobs();
    await world.run(first);
    await world.run(second);
    await world.runJobs();
    expect((await world.messages()).map((message) => message.state).sort()).toEqual([
      'accepted',
      'discarded',
    ]);
    expect(world.source.count('accept')).toBe(1);
    expect((await world.view(session)).state).toBe('linked');
  });

  test('with a reminder of a used invitation locks nobody out', async () => {
    await using world = await LinkingWorld.create();
    world.source.granted.set('employee_census', 'missing');
    const session = await world.link();
    const reminder = world.source.invite('reminder');
    world.source.invitations.get(reminder)!.state = 'used';
    world.source.granted.set('employee_census', 'granted');
    await world.mailInvitation(session.email, reminder);
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
  });

  test('waits while a job has the session', async () => {
    await using world = await LinkingWorld.create();
    world.source.granted.set('employee_census', 'missing');
    const session = await world.link();
    await world.mailInvitation(session.email, world.source.invite('second'));
    await world.db
      .updateTable('link_sessions')
      .set({ lease_until: new Date(Date.now() + MINUTE_MS) })
      .execute();
    const job = (await world.takeJob())!;
    await expect(world.run(job)).rejects.toMatchObject({ kind: 'unavailable', code: 'link_session_busy' });
    await world.db.updateTable('link_sessions').set({ lease_until: null }).execute();
    await world.run(job);
    expect((await world.view(session)).state).toBe('accepting_invitation');
  });

  test('after the account was linked is put away', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.link();
    await world.mailInvitation(session.email, world.source.invite('second'));
    await world.runJobs();
    expect((await world.messages())[1]).toMatchObject({
      state: 'discarded',
      reason: 'no_open_session',
      sealed_message: null,
    });
    expect((await world.view(session)).state).toBe('linked');
    expect(world.source.count('accept')).toBe(1);
  });

  test('that leads to a foreign host is held for a person, and its link is not opened', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    await world.mailInvitation(session.email, `https://${SOURCE_HOST}@evil.example/invitations/x`);
    await world.runJobs();
    expect(await world.messages()).toMatchObject([{ state: 'held', reason: 'link_refused' }]);
    expect(await world.openIssues()).toEqual(['invitation_mail_held:link_refused']);
    expect(world.source.calls).toEqual([]);
    expect((await world.view(session)).state).toBe('awaiting_invitation');
  });

  test('without an invitation is put away without an issue', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    await world.mailInvitation(session.email, 'https://help.source.example/welcome');
    await world.runJobs();
    expect(await world.messages()).toMatchObject([
      { state: 'discarded', reason: 'no_invitation', sealed_message: null },
    ]);
    expect(await world.openIssues()).toEqual([]);
  });

  test.each([
    ['without a signature', async (text: string) => await Promise.resolve(text), {}],
    [
      'changed after it was signed',
      async (text: string) => (await signMail(text)).replace('Hello.', 'Hallo.'),
      {},
    ],
    ['signed by another domain', async (text: string) => await signMail(text, 'evil.example'), {}],
    ['from another domain', async (text: string) => await signMail(text), { from: 'no-reply@evil.example' }],
    ['with two authors', async (text: string) => await signMail(`From: <a@${SOURCE_DOMAIN}>\r\n${text}`), {}],
  ])('%s is not acted on', async (_name, sign, change) => {
    await using world = await LinkingWorld.create();
    const record = world.dns.txt.get(`test._domainkey.${SOURCE_DOMAIN}`)!;
    world.dns.txt.set('test._domainkey.evil.example', record);
    world.dns.txt.set('_dmarc.evil.example', 'v=DMARC1; p=reject');
    const session = await world.startAndConsent();
    const text = writeMail({ to: session.email, links: [world.source.invite('first')], ...change });
    await world.deliver(session.email, await sign(text));
    await world.runJobs();
    expect(await world.messages()).toMatchObject([
      { state: 'discarded', reason: 'not_authenticated', sealed_message: null },
    ]);
    expect(world.source.calls).toEqual([]);
  });

  test('waits while name servers fail, for a day', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    await world.mailInvitation(session.email, world.source.invite('first'));
    const job = (await world.takeJob())!;
    world.dns.isBroken = true;
    await expect(world.run(job)).rejects.toMatchObject({ kind: 'unavailable', code: 'mail_dns_unavailable' });
    expect(await world.messages()).toMatchObject([{ state: 'received' }]);

    world.clock.advance(DAY_MS + MINUTE_MS);
    await world.run(job);
    expect(await world.messages()).toMatchObject([{ state: 'held', reason: 'dns_unavailable' }]);
    expect(await world.openIssues()).toEqual(['invitation_mail_held:dns_unavailable']);
  });

  test('that name servers could not tell about at first is acted on when they can', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    await world.mailInvitation(session.email, world.source.invite('first'));
    const job = (await world.takeJob())!;
    world.dns.isBroken = true;
    await expect(world.run(job)).rejects.toMatchObject({ code: 'mail_dns_unavailable' });
    world.dns.isBroken = false;
    await world.run(job);
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
  });

  test('that comes before the consent waits for it', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.start();
    await world.mailInvitation(session.email, world.source.invite('first'));
    await world.runJobs();
    expect(await world.messages()).toMatchObject([{ state: 'held', reason: 'awaiting_consent' }]);
    expect(world.source.calls).toEqual([]);

    await world.consent(session);
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
  });

  test('for an account that waits for a relink is held until one is started', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.link();
    await world.db.updateTable('linked_accounts').set({ status: 'RELINK_NEEDED' }).execute();
    await world.mailInvitation(session.email, world.source.invite('second'));
    await world.runJobs();
    expect(await world.openIssues()).toEqual(['invitation_mail_held:no_open_session']);

    const relink = await world.startAndConsent();
    await world.runJobs();
    expect((await world.view(relink)).state).toBe('linked');
    expect(await world.openIssues()).toEqual([]);
  });
});

describe('a late invitation', () => {
  test('links the account, and the admin gets a new link by mail', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    world.clock.advance(3 * DAY_MS);
    await expect(
      readLinkToken(world.deps.secrets.linkTokenKey, session.linkToken, world.clock),
    ).rejects.toMatchObject({
      code: 'link_token_expired',
    });
    await world.mailInvitation(session.email, world.source.invite('first'));
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
    expect(world.mails).toMatchObject([{ to: 'admin@acme.example' }]);
    const token = /https:\/\/muster\.example\/link\?o=[\w-]+#token=(\S+)/.exec(world.mails[0]!.text)![1]!;
    expect(await readLinkToken(world.deps.secrets.linkTokenKey, token, world.clock)).toEqual({
      organizationId: session.organizationId,
      linkSessionId: session.linkSessionId,
    });
  });

  test('is told to the admin in the language of the session', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent({ language: 'de' });
    world.clock.advance(DAY_MS);
    await world.mailInvitation(session.email, world.source.invite('first'));
    await world.runJobs();
    const [mail] = world.mails;
    expect(mail!.subject).toContain('Verbinden Sie Justworks weiter mit');
    expect(mail!.text).toMatch(/ist angekommen\..*https:\/\/muster\.example\/link/s);
  });

  test('of an admin without an address is an issue for the partner', async () => {
    await using world = await LinkingWorld.create();
    world.source.granted.set('employee_census', 'missing');
    const session = await world.startAndConsent({ endUserEmailAddress: null });
    world.clock.advance(DAY_MS);
    await world.mailInvitation(session.email, world.source.invite('first'));
    await world.runJobs();
    expect(world.mails).toEqual([]);
    expect((await world.openIssues()).sort()).toEqual([
      'late_invitation_unmailed:',
      'permission_missing:employee_census',
    ]);
  });

  test('is refused once the days are over, and the session is closed', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    world.clock.advance(14 * DAY_MS + 29 * MINUTE_MS);
    await world.closeStale();
    expect((await world.view(session)).state).toBe('awaiting_invitation');

    world.clock.advance(2 * MINUTE_MS);
    await expect(world.mailInvitation(session.email, world.source.invite('first'))).rejects.toMatchObject({
      responseCode: 550,
    });
    await world.closeStale();
    expect(await world.view(session)).toMatchObject({
      state: 'expired',
      problem: { code: 'session_expired' },
    });
    await expect(world.consent(await world.start())).resolves.toMatchObject({
      state: 'awaiting_invitation',
    });
  });

  test('finds the same address open again after a new link token', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    world.clock.advance(20 * DAY_MS);
    await world.closeStale();
    await startLinkSession(world.deps, world.startInput());
    const again = await world.startAndConsent();
    expect(again.email).toBe(session.email);
    await world.mailInvitation(again.email, world.source.invite('first'));
    await world.runJobs();
    expect((await world.view(again)).state).toBe('linked');
  });
});
