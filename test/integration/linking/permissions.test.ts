import { describe, expect, test } from 'vitest';
import { checkAgain } from '../../../src/linking/index.ts';
import { getRemoteAccount } from '../../../src/accounts/index.ts';
import { ConnectorError } from '../../../src/connectors/errors.ts';
import { LinkingWorld } from './linking-world.ts';

describe('verifying permissions', () => {
  test('names a required permission that is missing, and links when it is granted', async () => {
    await using world = await LinkingWorld.create();
    world.source.granted.set('employee_census', 'missing');
    const session = await world.link();
    expect(await world.view(session)).toMatchObject({
      state: 'awaiting_permissions',
      problem: { code: 'permission_missing' },
      permissions: [
        {
          capability: 'employee_census',
          state: 'missing',
          permissions: ['Manage employees', 'View all employee information'],
        },
        { capability: 'company_settings', state: 'granted' },
      ],
      sync: null,
    });
    expect(await world.openIssues()).toEqual(['permission_missing:employee_census']);
    expect((await world.account()).status).toBe('INCOMPLETE');
    expect((await world.waitingJobs()).includes('run_sync')).toBe(false);

    expect((await checkAgain(world.deps, session)).state).toBe('verifying_permissions');
    await world.runJobs();
    expect((await world.view(session)).state).toBe('awaiting_permissions');

    world.source.granted.set('employee_census', 'granted');
    await Promise.all([checkAgain(world.deps, session), checkAgain(world.deps, session)]);
    await world.runJobs();
    expect(await world.view(session)).toMatchObject({ state: 'linked', problem: null });
    expect(await world.openIssues()).toEqual([]);
    expect(world.source.count('open')).toBe(3);
  });

  test('does not wait for a capability that is optional', async () => {
    await using world = await LinkingWorld.create();
    world.source.granted.set('company_settings', 'missing');
    const session = await world.link();
    expect(await world.view(session)).toMatchObject({
      state: 'linked',
      permissions: [{ state: 'granted' }, { capability: 'company_settings', state: 'missing' }],
    });
  });

  test('waits for what this account is said to need, and for nothing else', async () => {
    await using world = await LinkingWorld.create();
    world.source.granted.set('employee_census', 'missing');
    world.source.granted.set('company_settings', 'missing');
    const session = await world.startAndConsent();
    const require = (required_capabilities: string[]) =>
      world.db.updateTable('linked_accounts').set({ required_capabilities }).execute();
    await require(['company_settings']);
    await world.mailInvitation(session.email, world.source.invite('needed', 'company_1'));
    await world.runJobs();
    expect((await world.view(session)).state).toBe('awaiting_permissions');
    expect(await world.openIssues()).toEqual(['permission_missing:company_settings']);
    await require([]);
    await checkAgain(world.deps, session);
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
  });

  test('does not take what the source left open for granted', async () => {
    await using world = await LinkingWorld.create();
    world.source.granted.set('employee_census', 'unknown');
    const session = await world.link();
    expect(await world.view(session)).toMatchObject({
      state: 'awaiting_permissions',
      problem: { code: 'permission_unknown' },
    });
  });

  test('refuses a relink that meets another company, and keeps the one that was linked', async () => {
    await using world = await LinkingWorld.create();
    world.source.companies.set('company_2', 'Umbrella Corp.');
    await world.link();
    await world.db.updateTable('linked_accounts').set({ status: 'RELINK_NEEDED' }).execute();

    const relink = await world.startAndConsent();
    await world.mailInvitation(relink.email, world.source.invite('foreign', 'company_2'));
    await world.runJobs();
    expect(await world.view(relink)).toMatchObject({
      state: 'failed',
      problem: { code: 'wrong_company' },
      company_name: 'Acme, Inc.',
    });
    expect(await world.account()).toMatchObject({ status: 'RELINK_NEEDED', remote_company_id: 'company_1' });
    expect(await world.events()).toEqual(['linked_account.linked', 'link_session.failed']);
    expect(await world.openIssues()).toEqual(['link_session_failed:wrong_company']);

    await world.mailInvitation(relink.email, world.source.invite('right', 'company_1'));
    await world.runJobs();
    expect((await world.view(relink)).state).toBe('linked');
  });

  test('waits for a source that is away, and fails at one that refuses us', async () => {
    await using world = await LinkingWorld.create();
    world.source.disturb('before:open', new ConnectorError('rate_limited', 'Slow down.'));
    const session = await world.startAndConsent();
    await world.mailInvitation(session.email, world.source.invite('first'));
    for (const step of ['find_invitation', 'accept_invitation', 'verify_permissions']) {
      const job = (await world.takeJob())!;
      expect(job.task).toBe(step);
      await world.run(job);
    }
    const waiting = await world.view(session);
    expect([waiting.state, waiting.retry_at !== null]).toEqual(['verifying_permissions', true]);

    world.source.password = 'changed by somebody';
    await world.runJobs();
    expect(await world.view(session)).toMatchObject({
      state: 'failed',
      problem: { code: 'bad_credentials' },
    });
    await expect(checkAgain(world.deps, session)).rejects.toMatchObject({ code: 'new_invitation_needed' });
  });

  test('has nothing to check before an invitation came', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    await expect(checkAgain(world.deps, session)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'nothing_to_check',
    });
  });
});

describe('the service account as the connector sees it', () => {
  test('gives a step of a code away once, and none before it', async () => {
    await using world = await LinkingWorld.create();
    await world.link();
    const scope = { organizationId: world.organizationId, linkedAccountId: (await world.account()).id };
    const account = await getRemoteAccount(world.deps, scope, null);
    const claims = await Promise.all(Array.from({ length: 20 }, () => account.claimCodeStep(1000)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await account.claimCodeStep(999)).toBe(false);
    expect(await account.claimCodeStep(1001)).toBe(true);
  });

  test('keeps the remote session sealed, and forgets it when told', async () => {
    await using world = await LinkingWorld.create();
    await world.link();
    const scope = { organizationId: world.organizationId, linkedAccountId: (await world.account()).id };
    const account = await getRemoteAccount(world.deps, scope, null);
    await account.saveRemoteSession('cookie=1');
    expect((await world.serviceAccount()).sealed_remote_session!.includes('cookie')).toBe(false);
    expect(await account.loadRemoteSession()).toBe('cookie=1');
    await account.saveRemoteSession(null);
    expect(await account.loadRemoteSession()).toBeNull();
    await expect(
      getRemoteAccount(world.deps, { ...scope, organizationId: scope.linkedAccountId }, null),
    ).rejects.toMatchObject({
      code: 'service_account_missing',
    });
  });
});
