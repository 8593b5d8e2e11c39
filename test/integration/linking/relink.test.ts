import { describe, expect, test } from 'vitest';
import {
  checkAgain,
  disconnectAccount,
  giveCredentials,
  resumeUnderConsent,
} from '../../../src/linking/index.ts';
import { addAdmin, ADMIN, linkByCredentials, linkByOauth } from './access-walks.ts';
import { LinkingWorld } from './linking-world.ts';

const NUMBER = { model: 'Employee', enabledFields: ['ssn'], pointer: '/common_models/0' };

async function needRelink(world: LinkingWorld, code: string): Promise<void> {
  await world.db
    .updateTable('linked_accounts')
    .set({ status: 'RELINK_NEEDED', status_detail: code })
    .execute();
}

async function loseCensus(world: LinkingWorld): Promise<void> {
  world.source.granted.set('employee_census', 'missing');
  await world.db
    .updateTable('permission_checks')
    .set({ state: 'missing', lost_at: '2026-11-03T15:00:00Z' })
    .where('capability', '=', 'employee_census')
    .execute();
}

const consents = async (world: LinkingWorld) =>
  await world.db
    .selectFrom('link_sessions')
    .select(['consented_at', 'consented_scopes'])
    .orderBy('created_at')
    .execute();

describe('a relink', () => {
  test('starts at the permissions that were lost, without another consent', async () => {
    await using world = await LinkingWorld.create();
    await linkByCredentials(world);
    await loseCensus(world);
    const relink = await world.start();
    expect(await world.view(relink)).toMatchObject({
      state: 'awaiting_consent',
      is_consent_needed: false,
      relink: {
        reason: 'permission_lost',
        since: '2026-11-03T15:00:00Z',
        lost_permissions: ['Manage employees', 'View all employee information'],
      },
    });
    // A link token alone asks the source for nothing.
    expect((await world.waitingJobs()).filter((task) => task === 'verify_permissions')).toEqual([]);

    const view = await resumeUnderConsent(world.deps, relink);
    expect(view).toMatchObject({ state: 'awaiting_permissions', problem: { code: 'permission_missing' } });
    expect(view.permissions.find(({ capability }) => capability === 'employee_census')?.state).toBe(
      'missing',
    );
    world.source.granted.set('employee_census', 'granted').set('company_settings', 'missing');
    await checkAgain(world.deps, relink);
    await world.runJobs();
    expect((await world.view(relink)).state).toBe('linked');
    const [first, second] = await consents(world);
    expect(second).toEqual(first);
    // What is granted again is lost no longer, even before a sync has told so.
    expect((await world.view(await world.start())).relink).toMatchObject({ reason: null });
  });

  test.each(['bad_credentials', 'password_expired', 'authenticator_missing'])(
    'after %s asks for the log-in and says why',
    async (code) => {
      await using world = await LinkingWorld.create();
      await linkByCredentials(world);
      await needRelink(world, code);
      const relink = await world.start();
      const view = await resumeUnderConsent(world.deps, relink);
      expect(view).toMatchObject({
        state: 'awaiting_credentials',
        problem: null,
        relink: { reason: code, lost_permissions: [] },
      });
      world.source.logIns.set('new@acme.example', {
        password: 'New-1',
        secret: 'JBSWY3DPEHPK3PXP',
        companyIds: ['company_1'],
      });
      const logIn = { ...ADMIN, userName: 'new@acme.example', password: 'New-1' };
      await giveCredentials(world.deps, { ...relink, logIn });
      await world.runJobs();
      expect(await world.view(relink)).toMatchObject({ state: 'linked', relink: null });
    },
  );

  test('of a service account hands out the same address and waits for the invitation', async () => {
    await using world = await LinkingWorld.create();
    const first = await world.link();
    await needRelink(world, 'bad_credentials');
    const relink = await world.start();
    const view = await resumeUnderConsent(world.deps, relink);
    expect(view).toMatchObject({
      state: 'awaiting_invitation',
      relink: { reason: 'bad_credentials' },
      service_account: { email: first.email },
    });
    await world.mailInvitation(relink.email, world.source.invite('second'));
    await world.runJobs();
    expect((await world.view(relink)).state).toBe('linked');
  });

  test('by consent at the source asks for that one only', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    await needRelink(world, 'grant_ended');
    const view = await resumeUnderConsent(world.deps, await world.start());
    expect(view).toMatchObject({ state: 'awaiting_authorization', relink: { reason: 'grant_ended' } });
  });

  test('of an account that works says so, and checks it when it is asked to', async () => {
    await using world = await LinkingWorld.create();
    await linkByCredentials(world);
    const relink = await world.start();
    expect(await world.view(relink)).toMatchObject({
      is_consent_needed: false,
      relink: { reason: null, since: null },
    });
    expect((await resumeUnderConsent(world.deps, relink)).state).toBe('verifying_permissions');
    expect((await resumeUnderConsent(world.deps, relink)).state).toBe('verifying_permissions');
    await world.runJobs();
    expect((await world.view(relink)).state).toBe('linked');
  });
});

describe('the consent', () => {
  test('is asked for in a first link, and nothing goes on without', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.start();
    expect(await world.view(session)).toMatchObject({ is_consent_needed: true, relink: null });
    await expect(resumeUnderConsent(world.deps, session)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'consent_needed',
    });
    expect((await world.view(session)).state).toBe('awaiting_consent');
  });

  test('is asked for again where more is asked for', async () => {
    await using world = await LinkingWorld.create();
    await linkByCredentials(world);
    const relink = await world.start({ scopeWishes: [NUMBER] });
    expect(await world.view(relink)).toMatchObject({ is_consent_needed: true, relink: { reason: null } });
    await expect(resumeUnderConsent(world.deps, relink)).rejects.toMatchObject({ code: 'consent_needed' });
  });

  test('counts on where less is asked for', async () => {
    await using world = await LinkingWorld.create();
    await linkByCredentials(world);
    const less = { model: 'TimeOff', isEnabled: false, pointer: '/common_models/0' };
    const relink = await world.start({ scopeWishes: [less] });
    expect((await world.view(relink)).is_consent_needed).toBe(false);
  });

  test('has ended with a disconnection', async () => {
    await using world = await LinkingWorld.create();
    addAdmin(world);
    await linkByCredentials(world);
    world.clock.advance(1000);
    const { id } = await world.account();
    await disconnectAccount(world.deps, { organizationId: world.organizationId, linkedAccountId: id });
    const relink = await world.start();
    expect(await world.view(relink)).toMatchObject({
      is_consent_needed: true,
      relink: { reason: 'disconnected', since: expect.stringMatching(/Z$/) },
    });
    await expect(resumeUnderConsent(world.deps, relink)).rejects.toMatchObject({ code: 'consent_needed' });
  });
});
