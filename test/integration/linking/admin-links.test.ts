import { describe, expect, test } from 'vitest';
import { readLinkToken } from '../../../src/auth/link-tokens.ts';
import { DAY_MS, HOUR_MS } from '../../../src/lib/duration.ts';
import {
  chooseLanguage,
  copyAdminLink,
  mailAdminLink,
  type LinkSessionKey,
} from '../../../src/linking/index.ts';
import { LinkingWorld } from './linking-world.ts';

const ADMIN = { name: 'Ada Admin', email: 'ada@acme.example' };

function actorOf(session: LinkSessionKey) {
  return { kind: 'link_session', id: session.linkSessionId, ipAddress: null } as const;
}
const copy = (world: LinkingWorld, session: LinkSessionKey) =>
  copyAdminLink(world.deps, { ...session, actor: actorOf(session) });
const mail = (world: LinkingWorld, session: LinkSessionKey) =>
  mailAdminLink(world.deps, { ...session, recipient: ADMIN, actor: actorOf(session) });

function tokenIn(text: string | undefined): string {
  return /#token=([A-Za-z0-9._-]+)/.exec(text ?? '')?.[1] ?? 'none';
}
const openedBy = (world: LinkingWorld, token: string) =>
  readLinkToken(world.deps.secrets.linkTokenKey, token, world.clock);

describe('a link that is given on', () => {
  test('opens the same session for seven days, beside the token that it came from', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    const { magicLinkUrl, expiresAt } = await copy(world, session);
    expect(expiresAt.getTime() - world.clock.now().getTime()).toBe(7 * DAY_MS);
    expect(magicLinkUrl).toMatch(/^https:\/\/muster\.example\/link\?o=[0-9a-f-]{36}#token=/);
    const key = { organizationId: session.organizationId, linkSessionId: session.linkSessionId };
    expect(await openedBy(world, tokenIn(magicLinkUrl))).toEqual(key);
    expect(await openedBy(world, session.linkToken)).toEqual(key);
    world.clock.advance(6 * DAY_MS);
    await world.mailInvitation(session.email, world.source.invite('late'));
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
    expect(world.mails).toEqual([]);
    await expect(copy(world, session)).rejects.toMatchObject({ code: 'admin_link_hidden' });
  });

  test('can not be kept alive by giving it on: all end with the first', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    const first = await copy(world, session);
    world.clock.advance(5 * DAY_MS);
    expect((await copy(world, session)).expiresAt).toEqual(first.expiresAt);
    world.clock.advance(3 * DAY_MS);
    await expect(copy(world, session)).rejects.toMatchObject({ code: 'admin_links_spent' });
    // Only the partner can begin anew.
    const again = await world.start();
    expect(again.linkSessionId).toBe(session.linkSessionId);
    expect((await copy(world, session)).expiresAt > first.expiresAt).toBe(true);
  });

  test('is refused where the partner wants none', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.start({ isAdminLinkHidden: true });
    expect((await world.view(session)).admin_link).toBeNull();
    await expect(copy(world, session)).rejects.toMatchObject({ code: 'admin_link_hidden' });
    await expect(mail(world, session)).rejects.toMatchObject({ code: 'admin_link_hidden' });
  });

  test('stands in the audit trail without the name or the address', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.start();
    await mail(world, session);
    await world.runJobs();
    const [event, ...others] = await world.db.selectFrom('audit_events').selectAll().execute();
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      event_type: 'GENERATED_MAGIC_LINK',
      actor_kind: 'link_session',
      actor_id: session.linkSessionId,
    });
    expect(JSON.stringify([event, world.logged])).not.toMatch(/ada|Ada/);
  });
});

describe('a mail to an administrator', () => {
  test('carries a link that works, once, in the language of the session; nobody is remembered', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    await chooseLanguage(world.deps, { ...session, language: 'de' });
    await mail(world, session);
    const sealed = await world.db.selectFrom('admin_links').selectAll().executeTakeFirstOrThrow();
    expect(sealed.sealed_recipient!.includes('ada')).toBe(false);
    await world.runJobs();
    expect(world.mails).toHaveLength(1);
    expect(world.mails[0]).toMatchObject({
      to: ADMIN.email,
      subject: 'Bitte verbinden Sie Justworks mit Partner',
    });
    expect(world.mails[0]!.text).toContain('Guten Tag Ada Admin,');
    const { linkSessionId } = await openedBy(world, tokenIn(world.mails[0]!.text));
    expect(linkSessionId).toBe(session.linkSessionId);
    const sent = await world.db.selectFrom('admin_links').selectAll().executeTakeFirstOrThrow();
    expect([sent.sealed_recipient, sent.sent_at !== null]).toEqual([null, true]);
  });

  test('is sent three times a session and no more, however many ask at once', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.start();
    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => mail(world, session)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    for (const answer of asked) {
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'admin_links_spent' });
    }
    await world.runJobs();
    expect(world.mails).toHaveLength(3);
    expect((await world.view(session)).admin_link).toEqual({ copies_left: 10, mails_left: 0 });
  });

  test('waits for a relay that refuses, and is not offered without one', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.start();
    await mail(world, session);
    const job = (await world.takeJob())!;
    const { mailer } = world.deps;
    world.deps.mailer = { send: () => Promise.reject(new Error('451')) };
    await expect(world.run(job)).rejects.toThrow('451');
    world.deps.mailer = mailer;
    await world.run(job);
    await world.run(job);
    expect(world.mails).toHaveLength(1);

    world.deps.mailer = { send: (given) => mailer.send(given), isConfigured: false };
    expect((await world.view(session)).admin_link).toEqual({ copies_left: 10, mails_left: 0 });
    await expect(mail(world, session)).rejects.toMatchObject({ code: 'mail_not_configured' });
  });

  test('goes to nobody when the session is over by then', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    await mail(world, session);
    world.clock.advance(HOUR_MS);
    await world.db
      .updateTable('link_sessions')
      .set({ state: 'expired', ended_at: world.clock.now() })
      .where('id', '=', session.linkSessionId)
      .execute();
    await world.runJobs();
    expect(world.mails).toEqual([]);
    const link = await world.db.selectFrom('admin_links').selectAll().executeTakeFirstOrThrow();
    expect(link.sealed_recipient).toBeNull();
  });
});
