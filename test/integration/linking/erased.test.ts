import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { refreshGrants } from '../../../src/accounts/index.ts';
import { SYSTEM } from '../../../src/audit/index.ts';
import { ConnectorError } from '../../../src/connectors/errors.ts';
import { eraseAccount, sweepErasures } from '../../../src/erasure/index.ts';
import { DAY_MS, HOUR_MS } from '../../../src/lib/duration.ts';
import { agree, linkByCredentials, linkByOauth, startByOauth } from './access-walks.ts';
import { LinkingWorld } from './linking-world.ts';

const AWAY = () => new ConnectorError('source_unavailable', 'Away.');

async function erase(world: LinkingWorld) {
  const linkedAccountId = (await world.account()).id;
  return await eraseAccount(world.deps, { organizationId: world.organizationId, linkedAccountId }, SYSTEM);
}

const receipt = (world: LinkingWorld) =>
  world.db.selectFrom('erasure_receipts').selectAll().executeTakeFirstOrThrow();
const accounts = (world: LinkingWorld) => world.db.selectFrom('linked_accounts').selectAll().execute();

describe('erasing a linked account', () => {
  test.each([
    ['service account', (world: LinkingWorld) => world.link()],
    ['log-in', linkByCredentials],
    ['consent', linkByOauth],
  ])('with a %s ends the access, and then nothing is left of it', async (_what, link) => {
    await using world = await LinkingWorld.create();
    await link(world);
    await erase(world);
    await world.runJobs();
    await sweepErasures(world.deps);
    expect(world.source.oauth.consents).toEqual([]);
    expect(await accounts(world)).toEqual([]);
    for (const table of ['service_accounts', 'log_ins', 'oauth_grants', 'data_keys'] as const) {
      expect(await world.db.selectFrom(table).selectAll().execute()).toEqual([]);
    }
    const { erased_at, access_ended_at } = await receipt(world);
    expect([erased_at !== null, access_ended_at !== null]).toEqual([true, true]);
  });

  test('ends a link session that is open, and the origin id links another account', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    const { id } = await world.account();
    const open = await startByOauth(world, { connectionMethod: 'credentials' });
    await erase(world);
    await expect(world.view(open)).rejects.toMatchObject({ kind: 'not_found' });
    await world.runJobs();
    await sweepErasures(world.deps);
    await linkByOauth(world);
    const [account, ...others] = await accounts(world);
    expect(others).toEqual([]);
    expect([account!.status, account!.id === id]).toEqual(['COMPLETE', false]);
  });
});

test('ends a consent that was traded for tokens at that very moment', async () => {
  await using world = await LinkingWorld.create();
  const session = await startByOauth(world);
  await agree(world, session);
  const { source } = world;
  const step = source.step.bind(source);
  source.step = async (name, effect) => {
    const result = await step(name, effect);
    if (name === 'exchange') await erase(world);
    return result;
  };
  await expect(world.runJobs()).rejects.toMatchObject({ code: 'lease_lost' });
  expect([source.count('exchange'), source.oauth.consents]).toEqual([1, []]);
  expect(await accounts(world)).toEqual([]);
});

describe('a consent that the source cannot be told of', () => {
  test('waits alone, sealed, while everything else is gone; and is ended when the source is back', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    world.source.disturb('before:revoke', AWAY());
    const first = await erase(world);
    expect([first.erasedAt !== null, first.accessEndedAt]).toEqual([true, null]);
    await expect(world.runJobs()).rejects.toMatchObject({ code: 'source_unavailable' });
    await sweepErasures(world.deps);
    expect(world.source.oauth.consents).toHaveLength(1);
    const [left] = await accounts(world);
    expect(left).toMatchObject({
      organization_id: null,
      end_user_origin_id: `erased:${left!.id}`,
      end_user_organization_name: null,
      end_user_email_address: null,
      remote_company_id: null,
      remote_company_name: null,
      account_token_hash: null,
      notification_addresses: [],
    });
    // The ticker asks again.
    world.clock.advance(HOUR_MS);
    await refreshGrants(world.deps);
    await world.runJobs();
    await sweepErasures(world.deps);
    expect(world.source.oauth.consents).toEqual([]);
    expect(await accounts(world)).toEqual([]);
    expect((await receipt(world)).access_ended_at).not.toBeNull();
  });

  test('is forgotten when it has expired by itself', async () => {
    await using world = await LinkingWorld.create();
    await linkByOauth(world);
    await erase(world);
    await sql`delete from graphile_worker._private_jobs`.execute(world.db);
    world.clock.advance(400 * DAY_MS);
    world.source.disturb('before:revoke', AWAY());
    await refreshGrants(world.deps);
    await world.runJobs();
    await sweepErasures(world.deps);
    expect(world.source.count('revoke')).toBe(1);
    expect(await accounts(world)).toEqual([]);
  });
});
