import { describe, expect, test } from 'vitest';
import { exchangePublicToken, issuePublicToken, startLinkSession } from '../../../src/linking/index.ts';
import { LinkingWorld } from './linking-world.ts';

describe('the walk from a link token to a linked account', () => {
  test('ends linked, with the first sync asked for and the event told', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    expect((await world.view(session)).state).toBe('awaiting_invitation');

    await world.mailInvitation(session.email, world.source.invite('first'));
    await world.runJobs();

    expect(await world.view(session)).toMatchObject({
      state: 'linked',
      employer_name: 'Acme',
      company_name: 'Acme, Inc.',
      problem: null,
      integration: { name: 'Justworks', slug: 'justworks' },
      sync: { state: 'queued', employees: null, started_at: null, finished_at: null },
      permissions: [
        { capability: 'employee_census', state: 'granted' },
        { capability: 'company_settings', state: 'granted' },
      ],
    });
    expect(await world.account()).toMatchObject({ status: 'COMPLETE', remote_company_id: 'company_1' });
    expect(await world.events()).toEqual(['linked_account.linked']);
    expect((await world.waitingJobs()).filter((task) => task === 'run_sync')).toHaveLength(1);
    const run = await world.db.selectFrom('sync_runs').selectAll().executeTakeFirstOrThrow();
    expect(run).toMatchObject({ state: 'queued', trigger: 'link', is_initial: true });
    const email = await world.db.selectFrom('service_emails').selectAll().executeTakeFirstOrThrow();
    expect(email.accepts_mail_until).toBeNull();
    expect(await world.openIssues()).toEqual([]);
  });

  test('keeps no password, link or mail in the clear', async () => {
    await using world = await LinkingWorld.create();
    await world.link('canary-token');
    const account = await world.serviceAccount();
    expect(world.source.password!.length).toBeGreaterThanOrEqual(20);
    for (const sealed of [
      account.sealed_password,
      account.sealed_authenticator_secret,
      account.sealed_invitation_url,
    ]) {
      expect(sealed!.length).toBeGreaterThan(30);
      for (const secret of [world.source.password!, world.source.authenticator!, 'canary-token']) {
        expect(sealed!.includes(secret)).toBe(false);
      }
    }
    const [message] = await world.messages();
    expect(message).toMatchObject({ state: 'accepted', sealed_message: null });
    const logs = JSON.stringify(world.logged);
    for (const secret of [
      world.source.password!,
      world.source.authenticator!,
      'canary-token',
      'acme.example',
    ]) {
      expect(logs).not.toContain(secret);
    }
  });

  test('gives the partner an account token that a relink leaves as it is', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.link();
    const first = await exchangePublicToken(world.deps, {
      organizationId: world.organizationId,
      ...(await issuePublicToken(world.deps, session)),
    });
    expect(first.accountToken).toMatch(/^muster_test_acct_/);
    expect(first).toMatchObject({
      linkedAccountId: (await world.account()).id,
      integration: { slug: 'justworks' },
    });

    await world.db.updateTable('linked_accounts').set({ status: 'RELINK_NEEDED' }).execute();
    const started = await startLinkSession(world.deps, world.startInput());
    expect(started.integrationName).toBe('Justworks');
    const relink = await world.link('second');
    expect(relink.email).toBe(session.email);
    const second = await exchangePublicToken(world.deps, {
      organizationId: world.organizationId,
      ...(await issuePublicToken(world.deps, relink)),
    });
    expect(second).toEqual(first);
    expect((await world.account()).status).toBe('COMPLETE');
  });

  test('of an account whose access works needs no second invitation', async () => {
    await using world = await LinkingWorld.create();
    await world.link();
    const relink = await world.startAndConsent();
    await world.runJobs();
    expect((await world.view(relink)).state).toBe('linked');
    expect(world.source.count('accept')).toBe(1);
  });

  test('counts a consent that is pressed twice once', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.start();
    const views = await Promise.all([world.consent(session), world.consent(session)]);
    expect(views.map((view) => view.state)).toEqual(['awaiting_invitation', 'awaiting_invitation']);
  });

  test('shows another organization nothing', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.link();
    const foreign = { linkSessionId: session.linkSessionId, organizationId: session.linkSessionId };
    await expect(world.view(foreign)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(issuePublicToken(world.deps, foreign)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(world.consent(foreign)).rejects.toMatchObject({ kind: 'not_found' });
  });
});
