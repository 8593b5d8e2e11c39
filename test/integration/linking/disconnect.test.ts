import { describe, expect, test } from 'vitest';
import { getRemoteAccess } from '../../../src/accounts/index.ts';
import { disconnectAccount } from '../../../src/linking/index.ts';
import { agree, linkByCredentials, linkByOauth, startByOauth } from './access-walks.ts';
import { LinkingWorld } from './linking-world.ts';

const scopeOf = async (world: LinkingWorld) => ({
  organizationId: world.organizationId,
  linkedAccountId: (await world.account()).id,
});

async function secretsLeft(world: LinkingWorld): Promise<number> {
  const [serviceAccounts, logIns, grants] = await Promise.all([
    world.db.selectFrom('service_accounts').selectAll().execute(),
    world.db.selectFrom('log_ins').selectAll().execute(),
    world.db.selectFrom('oauth_grants').selectAll().execute(),
  ]);
  return serviceAccounts.length + logIns.length + grants.length;
}

describe('disconnecting', () => {
  test.each([
    ['service account', (world: LinkingWorld) => world.link()],
    ['log-in', linkByCredentials],
    ['consent', linkByOauth],
  ])('an account with a %s forgets the access and stops reading', async (_what, link) => {
    await using world = await LinkingWorld.create();
    await link(world);
    expect(await secretsLeft(world)).toBe(1);
    const scope = await scopeOf(world);
    expect(await disconnectAccount(world.deps, scope)).toEqual({
      id: scope.linkedAccountId,
      status: 'IDLE',
      statusDetail: 'disconnected',
    });
    await disconnectAccount(world.deps, scope);
    await world.runJobs();
    expect(await secretsLeft(world)).toBe(0);
    expect(world.source.oauth.consents).toEqual([]);
    expect(await world.account()).toMatchObject({ next_sync_at: null, remote_company_id: 'company_1' });
    expect(await world.events()).toEqual(['linked_account.linked', 'linked_account.disconnected']);
    await expect(getRemoteAccess(world.deps, scope)).rejects.toMatchObject({ kind: 'conflict' });
  });

  test('closes a link session that is open, and the same account can be linked again', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    const relink = await startByOauth(world, { connectionMethod: 'credentials' });
    await disconnectAccount(world.deps, await scopeOf(world));
    expect((await world.view(relink)).state).toBe('expired');
    await world.runJobs();

    const again = await startByOauth(world);
    expect((await world.view(again)).state).toBe('awaiting_authorization');
    await agree(world, again);
    await world.runJobs();
    expect((await world.view(again)).state).toBe('linked');
    expect((await world.account()).status).toBe('COMPLETE');
  });

  test('another organization’s account is not there', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    const scope = { ...(await scopeOf(world)), organizationId: (await world.account()).id };
    await expect(disconnectAccount(world.deps, scope)).rejects.toMatchObject({ kind: 'not_found' });
    expect((await world.account()).status).toBe('COMPLETE');
  });
});
