import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import {
  getRemoteAccess,
  refreshGrants,
  revokeGrant,
  type RemoteAccessDeps,
} from '../../../src/accounts/index.ts';
import type { OauthDoor, RemoteGrant } from '../../../src/connectors/contract.ts';
import { ConnectorError } from '../../../src/connectors/errors.ts';
import { toDate } from '../../../src/db/client.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src/lib/duration.ts';
import { LeaseLostError } from '../../../src/queue/leases.ts';
import { linkByOauth } from './access-walks.ts';
import { Killed } from './fake-source.ts';
import { LinkingWorld } from './linking-world.ts';

const HOURS_UNTIL_DUE = 16;

async function openGrant(world: LinkingWorld, deps: RemoteAccessDeps = world.deps): Promise<RemoteGrant> {
  const scope = { organizationId: world.organizationId, linkedAccountId: (await world.account()).id };
  const access = await getRemoteAccess(deps, scope);
  if (access.method !== 'oauth') throw new Error('This account has no grant.');
  return access;
}
const grant = (world: LinkingWorld) =>
  world.db.selectFrom('oauth_grants').selectAll().executeTakeFirstOrThrow();

describe('a grant in use', () => {
  test('gives the same token until a third of its life is left, and a new one from then', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    const remote = await openGrant(world);
    const first = await remote.accessToken();
    world.clock.advance(HOURS_UNTIL_DUE * HOUR_MS - MINUTE_MS);
    expect(await remote.accessToken()).toBe(first);
    expect(world.source.count('refresh')).toBe(0);
    world.clock.advance(MINUTE_MS);
    const second = await remote.accessToken();
    expect(second).not.toBe(first);
    expect(world.source.oauth.findCompany(second, world.clock.now())).toBe('company_1');
    expect(await remote.accessToken()).toBe(second);
    expect(world.source.count('refresh')).toBe(1);
  });

  test('is refreshed by one of many that want it', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    world.clock.advance(30 * HOUR_MS);
    const remotes = await Promise.all(Array.from({ length: 5 }, () => openGrant(world)));
    const tokens = await Promise.all(remotes.map((remote) => remote.accessToken()));
    expect(new Set(tokens).size).toBe(1);
    expect(world.source.oauth.findCompany(tokens[0]!, world.clock.now())).toBe('company_1');
    expect(world.source.count('refresh')).toBe(1);
  });

  test('goes on with its token while another refresher is at work', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    const remote = await openGrant(world);
    const first = await remote.accessToken();
    world.clock.advance(HOURS_UNTIL_DUE * HOUR_MS);
    await sql`update oauth_grants set lease_token = 7, lease_until = now() + interval '1 minute'`.execute(
      world.db,
    );
    expect(await remote.accessToken()).toBe(first);
    expect(world.source.count('refresh')).toBe(0);
  });

  test('goes on with its token while the source can’t be asked, and asks less and less often', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    const remote = await openGrant(world);
    const first = await remote.accessToken();
    world.clock.advance(HOURS_UNTIL_DUE * HOUR_MS);
    world.source.disturb('before:refresh', new ConnectorError('source_unavailable', 'Away.'));
    expect(await remote.accessToken()).toBe(first);
    expect(await remote.accessToken()).toBe(first);
    expect(world.source.count('refresh')).toBe(1);
    expect((await grant(world)).failure_count).toBe(1);
    world.clock.advance(MINUTE_MS);
    expect(await remote.accessToken()).not.toBe(first);
    expect((await grant(world)).failure_count).toBe(0);
  });

  test('replaces a token that the source refused, once for all who were refused', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    const remote = await openGrant(world);
    const refused = await remote.accessToken();
    const others = await Promise.all(Array.from({ length: 3 }, () => remote.replaceToken(refused)));
    expect(new Set(others).size).toBe(1);
    expect(others[0]).not.toBe(refused);
    expect(world.source.count('refresh')).toBe(1);
  });

  test('that the source ended says so', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    const remote = await openGrant(world);
    const refused = await remote.accessToken();
    world.source.oauth.consents.length = 0;
    await expect(remote.replaceToken(refused)).rejects.toMatchObject({
      code: 'grant_ended',
      needsRelink: true,
    });
    await expect(remote.accessToken()).rejects.toMatchObject({ code: 'grant_ended' });
    expect(world.source.count('refresh')).toBe(1);
  });
});

describe('a refresh that dies', () => {
  test('before the source heard of it is made up for', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    world.clock.advance(30 * HOUR_MS);
    const remote = await openGrant(world);
    world.source.disturb('before:refresh');
    await expect(remote.accessToken()).rejects.toThrow(Killed);
    expect((await grant(world)).refresh_started_at).not.toBeNull();
    const token = await remote.accessToken();
    expect(world.source.oauth.findCompany(token, world.clock.now())).toBe('company_1');
    expect((await grant(world)).refresh_started_at).toBeNull();
    expect(world.logged.map(({ event }) => event)).toContain('grant_refresh_was_interrupted');
  });

  test('after the source answered leaves a grant that has ended', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    world.clock.advance(30 * HOUR_MS);
    const remote = await openGrant(world);
    world.source.disturb('after:refresh');
    await expect(remote.accessToken()).rejects.toThrow(Killed);
    await expect(remote.accessToken()).rejects.toMatchObject({ code: 'grant_ended' });
  });

  test('on the way into the database is stored when that is back', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    world.clock.advance(30 * HOUR_MS);
    await sql`create function refuse_once() returns trigger language plpgsql as $$
      begin
        if new.sealed_refresh_token is distinct from old.sealed_refresh_token
           and nextval('refusals') < 3 then raise exception 'away'; end if;
        return new;
      end $$`.execute(world.db);
    await sql`create sequence refusals`.execute(world.db);
    await sql`create trigger refuse_once before update on oauth_grants
      for each row execute function refuse_once()`.execute(world.db);
    const token = await (await openGrant(world)).accessToken();
    expect(world.source.oauth.findCompany(token, world.clock.now())).toBe('company_1');
    expect(world.source.count('refresh')).toBe(1);
  });

  test('slowly, after its lease was taken over, still saves the only tokens that work', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    world.clock.advance(30 * HOUR_MS);
    const connector = world.deps.connectors.get('justworks');
    const slow = {
      ...connector,
      oauth: {
        ...connector.oauth!,
        refresh: async (...args: Parameters<NonNullable<typeof connector.oauth>['refresh']>) => {
          const tokens = await connector.oauth!.refresh(...args);
          // Meanwhile another worker took over, was refused with the former token, and gave the grant up.
          await sql`update oauth_grants set lease_token = lease_token + 1, state = 'ended'`.execute(world.db);
          return tokens;
        },
      },
    };
    const deps = { ...world.deps, connectors: { get: () => slow } };
    const token = await (await openGrant(world, deps)).accessToken();
    expect(world.source.oauth.findCompany(token, world.clock.now())).toBe('company_1');
    expect((await grant(world)).state).toBe('active');
  });
});

/** As a worker that slept through its lease finds the grant when it wakes up in the middle of its work. */
async function takeOver(world: LinkingWorld): Promise<void> {
  await sql`update oauth_grants set lease_token = lease_token + 1`.execute(world.db);
}

describe('a refresher that lost its lease', () => {
  test('does not send the refresh token, and goes on with the access token that is good', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    const first = await (await openGrant(world)).accessToken();
    world.clock.advance(HOURS_UNTIL_DUE * HOUR_MS);
    const { vault } = world.deps;
    const slow: RemoteAccessDeps = {
      ...world.deps,
      vault: {
        ...vault,
        async unseal(db, owner, field, sealed) {
          if (field === 'oauth_grant.refresh_token') await takeOver(world);
          return await vault.unseal(db, owner, field, sealed);
        },
      },
    };
    expect(await (await openGrant(world, slow)).accessToken()).toBe(first);
    expect(world.source.count('refresh')).toBe(0);
    expect(await grant(world)).toMatchObject({ refresh_started_at: null, failure_count: 0 });
  });

  test('writes nothing of a failure that its successor may have mended', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    world.clock.advance(HOURS_UNTIL_DUE * HOUR_MS);
    const before = await grant(world);
    const deps = withDoor(world, {
      refresh: async () => {
        await takeOver(world);
        throw new ConnectorError('source_unavailable', 'Away.');
      },
    });
    await (await openGrant(world, deps)).accessToken();
    expect(await grant(world)).toMatchObject({ failure_count: 0, due_at: before.due_at });
  });

  test('does not forget a grant that its successor is to end', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    await sql`update oauth_grants set state = 'revoking'`.execute(world.db);
    const { id, linked_account_id } = await grant(world);
    const deps = withDoor(world, { revoke: () => takeOver(world) });
    const revoking = revokeGrant(deps, { linkedAccountId: linked_account_id, grantId: id });
    await expect(revoking).rejects.toThrow(LeaseLostError);
    expect(await grant(world)).toMatchObject({ id, state: 'revoking' });
  });
});

function withDoor(world: LinkingWorld, change: Partial<OauthDoor>): RemoteAccessDeps {
  const connector = world.deps.connectors.get('justworks');
  const changed = { ...connector, oauth: { ...connector.oauth!, ...change } };
  return { ...world.deps, connectors: { get: () => changed } };
}

describe('the tick', () => {
  test('refreshes a grant that is due although nobody reads its account, once', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    await world.db.updateTable('linked_accounts').set({ next_sync_at: null }).execute();
    await refreshGrants(world.deps);
    expect(await world.takeJob()).toBeUndefined();

    world.clock.advance(HOURS_UNTIL_DUE * HOUR_MS);
    await Promise.all([refreshGrants(world.deps), refreshGrants(world.deps), refreshGrants(world.deps)]);
    expect((await world.waitingJobs()).filter((task) => task === 'refresh_grant')).toHaveLength(1);
    await world.runJobs();
    expect(world.source.count('refresh')).toBe(1);
    expect(toDate((await grant(world)).due_at).getTime()).toBe(
      world.clock.now().getTime() + HOURS_UNTIL_DUE * HOUR_MS,
    );
  });

  test('keeps a grant alive for months', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    for (let day = 0; day < 60; day += 1) {
      world.clock.advance(HOURS_UNTIL_DUE * HOUR_MS);
      await refreshGrants(world.deps);
      await world.runJobs();
    }
    const token = await (await openGrant(world)).accessToken();
    expect(world.source.oauth.findCompany(token, world.clock.now())).toBe('company_1');
  });

  test('makes the account ask for a relink when the source knows the grant no more', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    world.source.oauth.consents.length = 0;
    world.clock.advance(HOURS_UNTIL_DUE * HOUR_MS);
    await refreshGrants(world.deps);
    await world.runJobs();
    expect(await world.account()).toMatchObject({
      status: 'RELINK_NEEDED',
      status_detail: 'grant_ended',
      next_sync_at: null,
    });
    expect(await world.openIssues()).toEqual(['grant_ended:']);
    expect(await world.events()).toEqual(['linked_account.linked', 'linked_account.relink_needed']);
    world.clock.advance(HOUR_MS);
    await refreshGrants(world.deps);
    expect(await world.takeJob()).toBeUndefined();
  });

  test('adds a lost job again', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    world.clock.advance(HOURS_UNTIL_DUE * HOUR_MS);
    await refreshGrants(world.deps);
    await world.takeJob();
    world.clock.advance(11 * MINUTE_MS);
    await refreshGrants(world.deps);
    await world.runJobs();
    expect(world.source.count('refresh')).toBe(1);
  });
});
