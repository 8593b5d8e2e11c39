import { describe, expect, test } from 'vitest';
import { ConnectorError } from '../../../src/connectors/errors.ts';
import { MINUTE_MS } from '../../../src/lib/duration.ts';
import { awaitInvitationAgain, checkAgain, resumeLostSessions } from '../../../src/linking/index.ts';
import { SOURCE_DOMAIN } from './fake-source.ts';
import { LinkingWorld, MAIL_DOMAIN } from './linking-world.ts';
import { writeMail } from './signed-mail.ts';

const codes = async (world: LinkingWorld, session: Awaited<ReturnType<LinkingWorld['start']>>) =>
  (await world.view(session)).mail_notices.map(({ code }) => code);

/** The address with its first letter changed. */
function mistype(email: string): string {
  return `${email.startsWith('a') ? 'b' : 'a'}${email.slice(1)}`;
}

describe('a session that waits for its invitation', () => {
  test('says what came instead: an unproven mail, one with an unknown link, one without an invitation', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    expect(await codes(world, session)).toEqual([]);
    const links = [world.source.invite('forged')];
    await world.deliver(session.email, writeMail({ to: session.email, links }));
    await world.runJobs();
    expect(await codes(world, session)).toEqual(['not_authenticated']);

    world.clock.advance(1000);
    await world.mailInvitation(session.email, `https://elsewhere.${SOURCE_DOMAIN}/invitations/x`);
    await world.runJobs();
    expect(await codes(world, session)).toEqual(['unknown_link', 'not_authenticated']);

    world.clock.advance(1000);
    await world.mailInvitation(session.email, 'https://help.source.example/welcome');
    await world.runJobs();
    expect(await codes(world, session)).toEqual(['no_invitation', 'unknown_link', 'not_authenticated']);
    expect((await world.view(session)).state).toBe('awaiting_invitation');
  });

  test('begins anew when the admin has sent it again, and goes on with what comes then', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    await world.mailInvitation(session.email, 'https://help.source.example/welcome');
    await world.runJobs();
    world.clock.advance(MINUTE_MS);
    const view = await awaitInvitationAgain(world.deps, session);
    expect(view).toMatchObject({ state: 'awaiting_invitation', mail_notices: [] });
    await world.mailInvitation(session.email, world.source.invite('second'));
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
    await expect(awaitInvitationAgain(world.deps, session)).rejects.toMatchObject({
      code: 'link_session_transition',
    });
  });

  test('says that mail came for an address that is mistyped, and nothing of guesses', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    const other = await world.startAndConsent({ endUserOriginId: 'employer-2' });
    const send = (to: string) =>
      world.deliver(to, writeMail({ to, links: [] })).then(
        () => 'taken',
        (error: { responseCode: number }) => error.responseCode,
      );
    world.clock.advance(1000);
    expect(await send(`${'q'.repeat(26)}@${MAIL_DOMAIN}`)).toBe(550);
    expect(await send(`${session.email.slice(0, 8)}${'q'.repeat(18)}@${MAIL_DOMAIN}`)).toBe(550);
    expect(await codes(world, session)).toEqual([]);
    // The same answer as for any address that nobody has.
    expect(await send(mistype(session.email))).toBe(550);
    expect(await codes(world, session)).toEqual(['wrong_address']);
    expect(await codes(world, other)).toEqual([]);
  });

  test('leaves a failure without forgetting it: what was refused is not tried again', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    await world.mailInvitation(session.email, world.source.invite('first'));
    for (const invitation of world.source.invitations.values()) invitation.state = 'expired';
    await world.runJobs();
    expect(await world.view(session)).toMatchObject({
      state: 'failed',
      problem: { code: 'invitation_expired' },
    });
    world.clock.advance(1000);
    expect(await awaitInvitationAgain(world.deps, session)).toMatchObject({
      state: 'awaiting_invitation',
      problem: { code: 'invitation_expired' },
    });
    await expect(checkAgain(world.deps, session)).rejects.toMatchObject({ code: 'new_invitation_needed' });
    await world.mailInvitation(session.email, world.source.invite('second'));
    await world.runJobs();
    expect(await world.view(session)).toMatchObject({ state: 'linked', problem: null });
  });
});

describe('a session whose source is away', () => {
  const away = () => new ConnectorError('source_unavailable', 'Away.');

  test('says when it is tried again, waits longer each time, and goes on by itself', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    await world.mailInvitation(session.email, world.source.invite('first'));
    await world.run((await world.takeJob())!);
    const waits: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      world.source.disturb('before:read', away());
      await world.run((await world.takeJob())!);
      const { state, problem, retry_at } = await world.view(session);
      expect([state, problem]).toEqual(['accepting_invitation', null]);
      waits.push((Date.parse(retry_at!) - world.clock.now().getTime()) / 1000);
    }
    expect(waits).toEqual([5, 10, 20]);
    expect(await world.events()).toEqual([]);
    await world.runJobs();
    expect(await world.view(session)).toMatchObject({ state: 'linked', retry_at: null });
    expect(world.source.count('accept')).toBe(1);
  });

  test('is found again when the queue has lost the try', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    await world.mailInvitation(session.email, world.source.invite('first'));
    await world.run((await world.takeJob())!);
    world.source.disturb('before:read', away());
    await world.run((await world.takeJob())!);
    await world.takeJob();
    await resumeLostSessions(world.deps);
    expect(await world.waitingJobs()).not.toContain('accept_invitation');
    world.clock.advance(6 * MINUTE_MS);
    await resumeLostSessions(world.deps);
    await resumeLostSessions(world.deps);
    expect((await world.waitingJobs()).filter((task) => task === 'accept_invitation')).toHaveLength(1);
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
  });
});
