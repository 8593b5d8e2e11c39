import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { ConnectorError } from '../../../src/connectors/errors.ts';
import { acceptInvitation, checkAgain, resumeLostSessions } from '../../../src/linking/index.ts';
import { Killed, type Disturbance } from './fake-source.ts';
import { LinkingWorld } from './linking-world.ts';

/** A session whose acceptance is the next job. */
async function untilAcceptance(world: LinkingWorld) {
  const session = await world.startAndConsent();
  await world.mailInvitation(session.email, world.source.invite('first'));
  await world.run((await world.takeJob())!);
  const job = (await world.takeJob())!;
  expect(job.task).toBe('accept_invitation');
  return { session, job };
}

/** Another worker takes the session over while this one waits for the source. */
function loseLeaseDuring(world: LinkingWorld, step: 'readInvitation' | 'acceptInvitation' | 'startSignIn') {
  const connector = world.deps.connectors.get('justworks');
  const disturbed = {
    ...connector,
    [step]: async (...args: unknown[]) => {
      await sql`update link_sessions set lease_token = lease_token + 1`.execute(world.db);
      return await (connector[step] as (...all: unknown[]) => Promise<unknown>)(...args);
    },
  };
  return { ...world.deps, connectors: { get: () => disturbed } };
}

describe('an acceptance that dies', () => {
  const moments: Disturbance['at'][] = [
    'before:read',
    'before:accept',
    'after:accept',
    'before:sign_in',
    'after:sign_in',
    'before:confirm',
    'after:confirm',
  ];
  test.each(moments)('%s goes on at its next attempt and ends linked', async (moment) => {
    await using world = await LinkingWorld.create();
    const { session, job } = await untilAcceptance(world);
    world.source.disturb(moment);
    await expect(world.run(job)).rejects.toThrow(Killed);
    expect((await world.view(session)).state).toBe('accepting_invitation');

    await world.run(job);
    await world.runJobs();
    expect(await world.view(session)).toMatchObject({ state: 'linked', problem: null });
    expect(world.source.count('open')).toBe(1);
  });

  test('after sealing the password, before setting it, sets the sealed one', async () => {
    await using world = await LinkingWorld.create();
    const { job } = await untilAcceptance(world);
    world.source.disturb('before:accept');
    await expect(world.run(job)).rejects.toThrow(Killed);
    const sealed = (await world.serviceAccount()).sealed_password!;
    expect(world.source.password).toBeNull();

    await world.run(job);
    const after = await world.serviceAccount();
    expect(after.sealed_password!.equals(sealed)).toBe(true);
    expect(after.password_set_at).not.toBeNull();
    expect(world.source.password).not.toBeNull();
  });

  test('after setting the password, before recording it, accepts no second time', async () => {
    await using world = await LinkingWorld.create();
    const { session, job } = await untilAcceptance(world);
    world.source.disturb('after:accept');
    await expect(world.run(job)).rejects.toThrow(Killed);
    expect((await world.serviceAccount()).password_set_at).toBeNull();

    await world.run(job);
    expect(world.source.count('accept')).toBe(1);
    expect((await world.serviceAccount()).password_set_at).not.toBeNull();
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
  });

  test('between sealing and confirming the authenticator enrols the secret that the source offers then', async () => {
    await using world = await LinkingWorld.create();
    const { job } = await untilAcceptance(world);
    world.source.disturb('before:confirm');
    await expect(world.run(job)).rejects.toThrow(Killed);
    const sealed = (await world.serviceAccount()).sealed_authenticator_secret!;
    expect(sealed).not.toBeNull();
    expect(world.source.authenticator).toBeNull();

    await world.run(job);
    expect((await world.serviceAccount()).sealed_authenticator_secret!.equals(sealed)).toBe(false);
    await world.runJobs();
    expect((await world.account()).status).toBe('COMPLETE');
  });

  test('after confirming the authenticator, before recording it, answers with the secret it had sealed', async () => {
    await using world = await LinkingWorld.create();
    const { job } = await untilAcceptance(world);
    world.source.disturb('after:confirm');
    await expect(world.run(job)).rejects.toThrow(Killed);
    expect((await world.serviceAccount()).authenticator_confirmed_at).toBeNull();

    await world.run(job);
    expect(world.source.count('confirm')).toBe(1);
    expect(world.source.count('code')).toBe(1);
    expect((await world.serviceAccount()).authenticator_confirmed_at).not.toBeNull();
  });

  test('together with its worker is resumed when the lease has run out, and not before', async () => {
    await using world = await LinkingWorld.create();
    const { session } = await untilAcceptance(world);
    await sql`update link_sessions set lease_token = 7, lease_until = now() + interval '20 seconds'`.execute(
      world.db,
    );
    await resumeLostSessions(world.deps);
    expect(await world.takeJob()).toBeUndefined();

    await sql`update link_sessions set lease_until = now() - interval '1 second'`.execute(world.db);
    await Promise.all([resumeLostSessions(world.deps), resumeLostSessions(world.deps)]);
    expect((await world.waitingJobs()).filter((task) => task === 'accept_invitation')).toHaveLength(1);
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
  });
});

describe('an acceptance', () => {
  test('that is started twice at once accepts and signs in once', async () => {
    await using world = await LinkingWorld.create();
    const { job } = await untilAcceptance(world);
    await Promise.all([world.run(job), world.run(job), world.run(job)]);
    expect(world.source.count('accept')).toBe(1);
    expect(world.source.count('sign_in')).toBe(1);
  });

  test.each(['readInvitation', 'acceptInvitation', 'startSignIn'] as const)(
    'by a worker that lost its lease during %s writes nothing more',
    async (step) => {
      await using world = await LinkingWorld.create();
      const { session, job } = await untilAcceptance(world);
      const ids = job.payload as { linkedAccountId: string; linkSessionId: string };
      await expect(acceptInvitation(loseLeaseDuring(world, step), ids)).rejects.toMatchObject({
        code: 'lease_lost',
      });
      expect((await world.view(session)).state).toBe('accepting_invitation');
      const written = await world.serviceAccount();
      expect({
        isPasswordSealed: written.sealed_password !== null,
        isPasswordSet: written.password_set_at !== null,
        isSecretSealed: written.sealed_authenticator_secret !== null,
      }).toEqual({
        isPasswordSealed: step !== 'readInvitation',
        isPasswordSet: step === 'startSignIn',
        isSecretSealed: false,
      });
      expect(world.source.authenticator).toBeNull();
    },
  );

  test('waits for a source that is away', async () => {
    await using world = await LinkingWorld.create();
    const { session, job } = await untilAcceptance(world);
    world.source.disturb('before:sign_in', new ConnectorError('source_unavailable', 'Away.'));
    await world.run(job);
    expect(await world.view(session)).toMatchObject({ state: 'accepting_invitation', problem: null });
    const again = await world.takeJob();
    expect(again).toEqual(job);
    await world.run(job);
    expect((await world.view(session)).state).toBe('verifying_permissions');
  });

  test('of an invitation that somebody else used fails without a sign-in', async () => {
    await using world = await LinkingWorld.create();
    const { session, job } = await untilAcceptance(world);
    for (const invitation of world.source.invitations.values()) invitation.state = 'used';
    await world.run(job);
    expect(await world.view(session)).toMatchObject({
      state: 'failed',
      problem: { code: 'invitation_taken' },
    });
    expect(world.source.count('sign_in')).toBe(0);
    expect(await world.events()).toEqual(['link_session.failed']);
    expect(await world.openIssues()).toEqual(['link_session_failed:invitation_taken']);
    await expect(checkAgain(world.deps, session)).rejects.toMatchObject({ code: 'new_invitation_needed' });
  });

  test('that died before it set its password, and was overtaken by somebody else, fails after one sign-in', async () => {
    await using world = await LinkingWorld.create();
    const { session, job } = await untilAcceptance(world);
    world.source.disturb('before:accept');
    await expect(world.run(job)).rejects.toThrow(Killed);
    for (const invitation of world.source.invitations.values()) invitation.state = 'used';
    world.source.password = 'of somebody else';
    await world.run(job);
    expect(await world.view(session)).toMatchObject({
      state: 'failed',
      problem: { code: 'invitation_taken' },
    });
    expect(world.source.count('sign_in')).toBe(1);
  });

  test('that failed goes on with a new invitation', async () => {
    await using world = await LinkingWorld.create();
    const { session, job } = await untilAcceptance(world);
    for (const invitation of world.source.invitations.values()) invitation.state = 'expired';
    await world.run(job);
    expect(await world.view(session)).toMatchObject({
      state: 'failed',
      problem: { code: 'invitation_expired' },
    });

    await world.mailInvitation(session.email, world.source.invite('second'));
    await world.runJobs();
    expect(await world.view(session)).toMatchObject({ state: 'linked', problem: null });
    expect(await world.openIssues()).toEqual([]);
  });

  test('that failed at a strange page goes on when the admin checks again', async () => {
    await using world = await LinkingWorld.create();
    const { session, job } = await untilAcceptance(world);
    world.source.disturb('before:sign_in', new ConnectorError('unexpected_page', 'Strange.'));
    await world.run(job);
    expect(await world.view(session)).toMatchObject({
      state: 'failed',
      problem: { code: 'unexpected_page' },
    });
    await checkAgain(world.deps, session);
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
    expect(world.source.count('accept')).toBe(1);
  });
});
