import { describe, expect, test } from 'vitest';
import { COMMAND_LINE } from '../../../src/audit/index.ts';
import { DAY_MS, HOUR_MS } from '../../../src/lib/duration.ts';
import {
  approveHeldMessage,
  discardHeldMessage,
  getHeldMessage,
  listHeldMessages,
  receiveMessage,
} from '../../../src/linking/index.ts';
import { addOverride, listOverrides, withdrawOverride } from '../../../src/overrides/index.ts';
import { newId } from '../../../src/lib/ids.ts';
import { LinkingWorld } from './linking-world.ts';
import { signMail, writeMail } from './signed-mail.ts';

const NEW_HOST = 'links.source.example';
const approval = {
  scope: 'deployment',
  linkHost: null,
  linkPath: null,
  reason: 'new form',
  approvedBy: 'cli',
  actor: COMMAND_LINE,
} as const;

/** An invitation whose link leads to a host that is not known yet; the source itself knows it. */
async function heldInvitation() {
  const world = await LinkingWorld.create();
  const session = await world.startAndConsent();
  const url = `https://${NEW_HOST}/invitations/Zk39aQ7xWb`;
  world.source.invitations.set(url, { state: 'open', companyId: 'company_1' });
  await world.mailInvitation(session.email, url, 'Jane Doe invites you');
  await world.runJobs();
  const [message] = await world.messages();
  return { world, session, id: message!.id, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

describe('mail with an unknown link', () => {
  test('is held, and shown by names and shapes alone', async () => {
    await using held = await heldInvitation();
    const { world, session, id } = held;
    expect(await world.openIssues()).toEqual(['invitation_mail_held:link_refused']);
    const shown = await getHeldMessage(world.deps, { scope: { organizationId: world.organizationId }, id });
    expect(shown).toMatchObject({
      reason: 'link_refused',
      from_domain: 'source.example',
      kind: 'other',
      subject_shape: 'Aaaa Aaa aaaaaaa aaa',
      links: [
        { shape: `https://${NEW_HOST}/invitations/*`, host: NEW_HOST, is_known: false },
        { host: 'help.source.example', is_known: true },
      ],
    });
    expect(shown.header_names).toContain('dkim-signature');
    const issue = await world.db.selectFrom('issues').selectAll().executeTakeFirstOrThrow();
    expect(issue.error_details).toEqual([`held message: ${id}`, `https://${NEW_HOST}/invitations/*`]);
    const all = JSON.stringify([shown, issue, await world.messages()]);
    for (const secret of ['Jane', 'Zk39aQ7xWb', session.email]) expect(all).not.toContain(secret);
  });

  test('goes on to the linked account as soon as its link is approved', async () => {
    await using held = await heldInvitation();
    const { world, session, id } = held;
    const override = await approveHeldMessage(world.deps, { ...approval, id });
    expect(override).toMatchObject({
      integration: 'justworks',
      approved_by: 'cli',
      reason: 'new form',
      withdrawn_at: null,
    });
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
    expect(await world.openIssues()).toEqual([]);
    expect(await world.messages()).toMatchObject([{ state: 'accepted', sealed_message: null, shape: null }]);
  });

  test('of every account is looked at again after one approval', async () => {
    await using held = await heldInvitation();
    const { world, id } = held;
    const other = await world.startAndConsent({ endUserOriginId: 'employer-2' });
    const url = `https://${NEW_HOST}/invitations/second-one`;
    world.source.invitations.set(url, { state: 'open', companyId: 'company_1' });
    await world.mailInvitation(other.email, url);
    await world.runJobs();
    expect((await world.messages()).map(({ state }) => state)).toEqual(['held', 'held']);
    await approveHeldMessage(world.deps, { ...approval, id });
    await world.runJobs();
    expect((await world.messages()).map(({ state }) => state)).toEqual(['accepted', 'accepted']);
  });

  test('is held again when the override does not fit it', async () => {
    await using held = await heldInvitation();
    const { world, session } = held;
    const patch = { linkHosts: ['elsewhere.example'] };
    await addOverride(world.deps, { integration: 'justworks', patch, reason: 'x', approvedBy: 'cli' });
    expect(await world.waitingJobs()).toEqual(['dispatch_outbox', 'look_again_at_held_mail']);
    await world.runJobs();
    expect(await world.messages()).toMatchObject([{ state: 'held', reason: 'link_refused' }]);
    expect((await world.view(session)).state).toBe('awaiting_invitation');
  });

  test('is approved for one link only, and not where that link is not in it', async () => {
    await using held = await heldInvitation();
    const { world, id } = held;
    const approve = (change: object) => approveHeldMessage(world.deps, { ...approval, id, ...change });
    await expect(approve({ linkHost: 'elsewhere.example' })).rejects.toMatchObject({
      code: 'link_not_found',
    });
    await expect(approve({ scope: { organizationId: newId() } })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(approve({ id: newId() })).rejects.toMatchObject({ code: 'not_found' });
    await expect(approve({ id: 'nonsense' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(approve({ reason: ' ' })).rejects.toMatchObject({ code: 'reason_invalid' });
    expect(await listOverrides(world.deps)).toEqual([]);
  });

  test('to two unknown hosts needs a person to say which', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    await world.mailInvitation(session.email, [
      `https://${NEW_HOST}/invitations/a`,
      'https://shop.example/x',
    ]);
    await world.runJobs();
    const [message] = await world.messages();
    const approve = (linkHost: string | null) =>
      approveHeldMessage(world.deps, { ...approval, id: message!.id, linkHost });
    await expect(approve(null)).rejects.toMatchObject({ code: 'link_host_needed' });
    await expect(approve(NEW_HOST)).resolves.toMatchObject({ patch: { linkHosts: [NEW_HOST] } });
  });

  test('that is discarded is gone, with its issue', async () => {
    await using held = await heldInvitation();
    const { world, id } = held;
    const foreign = discardHeldMessage(world.deps, {
      scope: { organizationId: newId() },
      id,
      actor: COMMAND_LINE,
    });
    await expect(foreign).rejects.toMatchObject({ code: 'not_found' });
    await discardHeldMessage(world.deps, { scope: 'deployment', id, actor: COMMAND_LINE });
    expect(await world.messages()).toMatchObject([
      { state: 'discarded', reason: 'by_operator', sealed_message: null, shape: null },
    ]);
    expect(await world.openIssues()).toEqual([]);
    await expect(
      discardHeldMessage(world.deps, { scope: 'deployment', id, actor: COMMAND_LINE }),
    ).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('is discarded by itself when the account is linked and healthy', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.link();
    await world.mailInvitation(session.email, `https://${NEW_HOST}/invitations/x`);
    await world.mailInvitation(session.email, 'https://shop.example/offer');
    await world.runJobs();
    expect((await world.messages()).slice(1)).toMatchObject([
      { state: 'discarded', sealed_message: null },
      { state: 'discarded', sealed_message: null },
    ]);
    expect(await world.openIssues()).toEqual([]);
  });

  test('is listed for its own organization, page by page', async () => {
    await using held = await heldInvitation();
    const { world, id } = held;
    const second = await world.startAndConsent({ endUserOriginId: 'employer-2' });
    await world.mailInvitation(second.email, `https://${NEW_HOST}/invitations/y`);
    await world.runJobs();
    const deps = { db: world.db, cursorKey: Buffer.alloc(32, 1) };
    const list = (organizationId: string, cursor?: string) =>
      listHeldMessages(deps, { scope: { organizationId }, pageSize: 1, cursor });
    const first = await list(world.organizationId);
    expect(first.results.map((message) => message.id)).toEqual([id]);
    const next = await list(world.organizationId, first.next!);
    expect(next.results).toHaveLength(1);
    expect(next.next).toBeNull();
    expect((await list(world.organizationId, next.previous!)).results).toEqual(first.results);
    expect((await list(newId())).results).toEqual([]);
  });
});

describe('an override', () => {
  test('that was withdrawn holds no more, and stays on record', async () => {
    await using held = await heldInvitation();
    const { world, session, id } = held;
    const override = await approveHeldMessage(world.deps, { ...approval, id });
    await withdrawOverride(world.deps, { id: override.id, withdrawnBy: 'cli' });
    await world.runJobs();
    expect((await world.view(session)).state).toBe('awaiting_invitation');
    expect(await listOverrides(world.deps)).toMatchObject([{ id: override.id, withdrawn_by: 'cli' }]);
    const again = withdrawOverride(world.deps, { id: override.id, withdrawnBy: 'cli' });
    await expect(again).rejects.toMatchObject({ code: 'override_withdrawn' });
    await expect(withdrawOverride(world.deps, { id: newId(), withdrawnBy: 'cli' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('that does not fit the source is not stored', async () => {
    await using world = await LinkingWorld.create();
    const add = addOverride(world.deps, {
      integration: 'justworks',
      patch: { x: 1 },
      reason: 'x',
      approvedBy: 'cli',
    });
    await expect(add).rejects.toMatchObject({ code: 'override_invalid' });
    expect(await listOverrides(world.deps)).toEqual([]);
    expect(await world.waitingJobs()).toEqual([]);
  });
});

describe('mail about the security of a linked account', () => {
  test.each([
    ['Reset your password', 'password_reset', 'mail_password_reset'],
    ['New sign-in', 'sign_in_alert', 'mail_sign_in_alert'],
    ['Two-factor changed', 'authenticator_change', 'mail_authenticator_change'],
    ['Your password will expire', 'password_expiring', 'mail_password_expiring'],
  ])('%s becomes one issue, however often it comes, and is not kept', async (subject, reason, code) => {
    await using world = await LinkingWorld.create();
    const session = await world.link();
    world.clock.advance(2 * HOUR_MS);
    await world.mailInvitation(session.email, 'https://help.source.example/a', subject);
    await world.mailInvitation(session.email, 'https://help.source.example/b', subject);
    await world.runJobs();
    expect((await world.messages()).slice(1)).toMatchObject([
      { state: 'discarded', reason, sealed_message: null, shape: null },
      { state: 'discarded', reason, sealed_message: null, shape: null },
    ]);
    expect(await world.openIssues()).toEqual([`${code}:`]);
    const issue = await world.db.selectFrom('issues').selectAll().executeTakeFirstOrThrow();
    expect(JSON.stringify(issue)).not.toContain(session.email);
  });

  test('that our own acceptance caused is no issue; a password reset never is our own', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.link();
    for (const subject of ['New sign-in', 'Two-factor changed', 'Reset your password']) {
      await world.mailInvitation(session.email, 'https://help.source.example/a', subject);
    }
    await world.runJobs();
    expect((await world.messages()).slice(1).map(({ reason }) => reason)).toEqual([
      'own_doing',
      'own_doing',
      'password_reset',
    ]);
    expect(await world.openIssues()).toEqual(['mail_password_reset:']);
  });

  test('is over when the account is linked again', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.link();
    await world.mailInvitation(session.email, 'https://help.source.example/a', 'Reset your password');
    await world.runJobs();
    expect(await world.openIssues()).toEqual(['mail_password_reset:']);
    await world.link('second');
    expect(await world.openIssues()).toEqual([]);
  });

  test('is believed from the source alone', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.link();
    await world.deliver(
      session.email,
      'From: <a@source.example>\r\nSubject: Reset your password\r\n\r\nx\r\n',
    );
    await world.runJobs();
    expect((await world.messages())[1]).toMatchObject({ state: 'discarded', reason: 'not_authenticated' });
    expect(await world.openIssues()).toEqual([]);
  });
});

describe('mail that came without an envelope', () => {
  test('is believed by its signature alone', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    const text = writeMail({ to: session.email, links: [world.source.invite('first')] });
    const receive = (message: string) =>
      receiveMessage(world.deps, {
        recipients: [session.email],
        message: Buffer.from(message),
        envelope: null,
      });
    expect(await receive(text)).toBe('kept');
    await world.runJobs();
    expect(await world.messages()).toMatchObject([{ state: 'discarded', reason: 'not_authenticated' }]);
    expect(await receive(await signMail(text))).toBe('kept');
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
  });
});

describe('an address', () => {
  test('takes so many messages a day and says "later" to the next; another address takes its own', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.start();
    const raw = (number: number) => `Subject: ${number}\r\n\r\nHello\r\n`;
    for (let number = 1; number <= 20; number += 1) await world.deliver(session.email, raw(number));
    await expect(world.deliver(session.email, raw(21))).rejects.toMatchObject({ responseCode: 452 });
    expect(await world.messages()).toHaveLength(20);
    const other = await world.start({ endUserOriginId: 'employer-2' });
    await world.deliver(other.email, raw(1));
    world.clock.advance(DAY_MS + 1);
    await world.deliver(session.email, raw(21));
    expect(await world.messages()).toHaveLength(22);
  });
});
