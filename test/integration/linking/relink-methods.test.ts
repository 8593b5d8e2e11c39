import { describe, expect, test } from 'vitest';
import { getRemoteAccess } from '../../../src/accounts/index.ts';
import {
  checkAgain,
  chooseMethod,
  exchangePublicToken,
  giveCredentials,
  issuePublicToken,
  startLinkSession,
} from '../../../src/linking/index.ts';
import {
  addAdmin,
  ADMIN,
  agree,
  linkByCredentials,
  linkByOauth,
  relinkBy,
  startByCredentials,
} from './access-walks.ts';
import { LinkingWorld } from './linking-world.ts';

const scopeOf = async (world: LinkingWorld) => ({
  organizationId: world.organizationId,
  linkedAccountId: (await world.account()).id,
});
const methodInUse = async (world: LinkingWorld) =>
  (await getRemoteAccess(world.deps, await scopeOf(world))).method;

describe('a session’s method', () => {
  test('is the first that is switched on, and may be chosen while nothing was given', async () => {
    await using world = await LinkingWorld.create();
    world.source.methods = ['oauth', 'service_account', 'credentials'];
    const session = await world.start();
    expect(await world.view(session)).toMatchObject({ method: 'oauth', state: 'awaiting_consent' });
    expect(await chooseMethod(world.deps, { ...session, method: 'credentials' })).toMatchObject({
      method: 'credentials',
      state: 'awaiting_consent',
    });
    const consented = await world.startAndConsent();
    expect(await world.view(consented)).toMatchObject({ state: 'awaiting_credentials' });
    expect(await chooseMethod(world.deps, { ...session, method: 'service_account' })).toMatchObject({
      state: 'awaiting_invitation',
    });
    expect(await chooseMethod(world.deps, { ...session, method: 'oauth' })).toMatchObject({
      state: 'awaiting_authorization',
    });
  });

  test('follows the partner’s wish as long as the admin gave nothing', async () => {
    await using world = await LinkingWorld.create();
    world.source.methods = ['oauth', 'service_account', 'credentials'];
    const session = await world.startAndConsent();
    await world.start({ connectionMethod: 'credentials' });
    expect(await world.view(session)).toMatchObject({ state: 'awaiting_credentials' });
    addAdmin(world);
    await giveCredentials(world.deps, { ...session, logIn: ADMIN });
    await world.start({ connectionMethod: 'oauth' });
    expect(await world.view(session)).toMatchObject({
      method: 'credentials',
      state: 'verifying_permissions',
    });
  });

  test('must be switched on', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.start();
    await expect(chooseMethod(world.deps, { ...session, method: 'oauth' })).rejects.toMatchObject({
      code: 'connection_method_unavailable',
    });
    world.source.methods = [];
    await expect(startLinkSession(world.deps, world.startInput())).rejects.toMatchObject({
      kind: 'conflict',
      code: 'integration_not_configured',
    });
  });

  test('keeps an invitation’s mail that comes while another is taken', async () => {
    await using world = await LinkingWorld.create();
    const session = await startByCredentials(world);
    await world.mailInvitation(session.email, world.source.invite('early'));
    await world.runJobs();
    expect(await world.view(session)).toMatchObject({ state: 'awaiting_credentials' });
    await chooseMethod(world.deps, { ...session, method: 'service_account' });
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
  });
});

describe('a relink by another method', () => {
  test('keeps id and token, and uses the former access until it is complete', async () => {
    await using world = await LinkingWorld.create();
    world.source.methods = ['service_account', 'credentials', 'oauth'];
    const session = await world.link();
    const before = await world.account();
    const exchange = async (key: typeof session) =>
      await exchangePublicToken(world.deps, {
        organizationId: world.organizationId,
        ...(await issuePublicToken(world.deps, key)),
      });
    const token = await exchange(session);

    const relink = await relinkBy(world, 'oauth');
    expect((await world.view(relink)).state).toBe('awaiting_authorization');
    await agree(world, relink);
    expect(await methodInUse(world)).toBe('service_account');
    expect((await world.account()).status).toBe('COMPLETE');
    await world.runJobs();

    expect(await methodInUse(world)).toBe('oauth');
    expect(await world.account()).toMatchObject({
      id: before.id,
      connection_method: 'oauth',
      remote_company_id: 'company_1',
    });
    expect(await exchange(relink)).toEqual(token);
    expect(await world.db.selectFrom('service_accounts').selectAll().execute()).toEqual([]);
    const checks = await world.db.selectFrom('permission_checks').select('capability').execute();
    expect(checks).toEqual([{ capability: 'members' }]);
    const emails = await world.db.selectFrom('service_emails').selectAll().execute();
    expect(emails).toHaveLength(1);
  });

  test('away from a consent ends it at the source', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    addAdmin(world);
    const relink = await relinkBy(world, 'credentials');
    await giveCredentials(world.deps, { ...relink, logIn: ADMIN });
    expect(world.source.oauth.consents).toHaveLength(1);
    await world.runJobs();
    expect((await world.view(relink)).state).toBe('linked');
    expect(await methodInUse(world)).toBe('credentials');
    expect(world.source.oauth.consents).toEqual([]);
    expect(await world.db.selectFrom('oauth_grants').selectAll().execute()).toEqual([]);
  });

  test('away from a log-in forgets it', async () => {
    await using world = await LinkingWorld.create();
    await linkByCredentials(world);
    const relink = await relinkBy(world, 'oauth');
    await agree(world, relink);
    await world.runJobs();
    expect((await world.view(relink)).state).toBe('linked');
    expect(await world.db.selectFrom('log_ins').selectAll().execute()).toEqual([]);
  });

  test('that is given up halfway changes nothing', async () => {
    await using world = await LinkingWorld.create();
    await linkByCredentials(world);
    const relink = await relinkBy(world, 'oauth');
    world.source.granted.set('members', 'missing');
    await agree(world, relink);
    await world.runJobs();
    expect((await world.view(relink)).state).toBe('awaiting_permissions');
    expect(await methodInUse(world)).toBe('credentials');
    await chooseMethod(world.deps, { ...relink, method: 'credentials' });
    await world.runJobs();
    expect((await world.view(relink)).state).toBe('linked');
    expect(await methodInUse(world)).toBe('credentials');
    expect(world.source.oauth.consents).toEqual([]);
  });

  test('by a second consent keeps reading, and leaves the source’s one consent alone', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    await world.db.updateTable('linked_accounts').set({ status: 'RELINK_NEEDED' }).execute();
    const relink = await world.startAndConsent();
    await agree(world, relink);
    await world.runJobs();
    expect((await world.view(relink)).state).toBe('linked');
    expect(await world.db.selectFrom('oauth_grants').select('state').execute()).toEqual([
      { state: 'active' },
    ]);
    expect(world.source.count('revoke')).toBe(0);
  });
});

describe('the company', () => {
  test('of another id is the same where the tax id is', async () => {
    await using world = await LinkingWorld.create();
    world.source.companies.set('api-company-1', 'Acme, Inc.');
    world.source.taxIds.set('company_1', '12-3456789').set('api-company-1', '123456789');
    await linkByCredentials(world);
    const relink = await relinkBy(world, 'oauth');
    await agree(world, relink, 'api-company-1');
    await world.runJobs();
    expect((await world.view(relink)).state).toBe('linked');
    expect((await world.account()).remote_company_id).toBe('api-company-1');
  });

  test.each([
    ['another tax id', '98-7654321'],
    ['no tax id', null],
  ])('of another id and %s is refused', async (_what, taxId) => {
    await using world = await LinkingWorld.create();
    world.source.companies.set('company_2', 'Umbrella Corp.');
    world.source.taxIds.set('company_1', '12-3456789');
    if (taxId !== null) world.source.taxIds.set('company_2', taxId);
    await linkByCredentials(world);
    const relink = await relinkBy(world, 'oauth');
    await agree(world, relink, 'company_2');
    await world.runJobs();
    expect(await world.view(relink)).toMatchObject({ state: 'failed', problem: { code: 'wrong_company' } });
    expect(await world.account()).toMatchObject({
      status: 'COMPLETE',
      connection_method: 'credentials',
      remote_company_id: 'company_1',
    });
    expect(world.source.oauth.consents).toEqual([]);
    expect(await world.events()).toContain('link_session.failed');

    await chooseMethod(world.deps, { ...relink, method: 'oauth' });
    await agree(world, relink, 'company_1');
    await world.runJobs();
    expect((await world.view(relink)).state).toBe('linked');
  });

  test('of another id is told when the permission that shows its tax id is granted', async () => {
    await using world = await LinkingWorld.create();
    world.source.companies.set('api-company-1', 'Acme, Inc.');
    world.source.taxIds.set('company_1', '12-3456789');
    await linkByCredentials(world);
    const relink = await relinkBy(world, 'oauth');
    world.source.granted.set('members', 'missing');
    await agree(world, relink, 'api-company-1');
    await world.runJobs();
    expect((await world.view(relink)).state).toBe('awaiting_permissions');
    expect((await world.account()).remote_company_id).toBe('company_1');

    world.source.granted.set('members', 'granted');
    world.source.taxIds.set('api-company-1', '123456789');
    await checkAgain(world.deps, relink);
    await world.runJobs();
    expect((await world.view(relink)).state).toBe('linked');
    expect((await world.account()).remote_company_id).toBe('api-company-1');
  });

  test('keeps its tax id sealed', async () => {
    await using world = await LinkingWorld.create();
    world.source.taxIds.set('company_1', '12-3456789');
    await linkByCredentials(world);
    const sealed = (await world.account()).sealed_remote_tax_id!;
    expect(sealed.length).toBeGreaterThan(20);
    expect(sealed.includes('123456789')).toBe(false);
  });
});
