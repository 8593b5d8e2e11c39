import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { ConnectorError } from '../../../src/connectors/errors.ts';
import { MINUTE_MS } from '../../../src/lib/duration.ts';
import {
  closeStaleSessions,
  receiveAuthorization,
  resumeLostSessions,
  startAuthorization,
} from '../../../src/linking/index.ts';
import { agree, linkByOauth, startByOauth, startState } from './access-walks.ts';
import { Killed } from './fake-source.ts';
import { LinkingWorld } from './linking-world.ts';

const NOBODYS = { outcome: 'unknown', language: null };

const grants = (world: LinkingWorld) =>
  world.db.selectFrom('oauth_grants').selectAll().orderBy('id').execute();

describe('linking by consent', () => {
  test('ends linked, and the grant is the account’s from then on', async () => {
    await using world = await LinkingWorld.create();
    const session = await startByOauth(world);
    expect((await world.view(session)).state).toBe('awaiting_authorization');
    expect(await agree(world, session)).toBe('received');
    expect((await world.view(session)).state).toBe('verifying_permissions');
    await world.runJobs();
    expect(await world.view(session)).toMatchObject({
      state: 'linked',
      permissions: [{ capability: 'members', state: 'granted' }],
    });
    expect(await world.account()).toMatchObject({ status: 'COMPLETE', connection_method: 'oauth' });
    expect(await grants(world)).toMatchObject([
      { state: 'active', link_session_id: null, scopes: ['member.basic:read'] },
    ]);
    expect(world.source.oauth.redirectUris).toEqual(['https://muster.example/link/oauth/callback']);
    expect((await world.waitingJobs()).filter((task) => task === 'run_sync')).toHaveLength(1);
  });

  test('keeps no code, state or token in the clear', async () => {
    await using world = await LinkingWorld.create();
    const session = await startByOauth(world);
    const state = await startState(world, session);
    const code = world.source.oauth.consent('company_1');
    await receiveAuthorization(world.deps, { state, code, error: null });
    const before = await everything(world);
    await world.runJobs();
    const after = await everything(world);
    const [consent] = world.source.oauth.consents;
    for (const secret of [state, code, consent!.accessToken, consent!.refreshToken]) {
      expect(before + after).not.toContain(secret);
      expect(before + after).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });

  test('takes a state once, within 15 minutes, and only the last one', async () => {
    await using world = await LinkingWorld.create();
    const session = await startByOauth(world);
    const answer = async (state: string) => {
      const code = world.source.oauth.consent('company_1');
      return (await receiveAuthorization(world.deps, { state, code, error: null })).outcome;
    };
    const replaced = await startState(world, session);
    const late = await startState(world, session);
    expect(await answer(replaced)).toBe('unknown');
    expect(await answer('made up')).toBe('unknown');
    world.clock.advance(15 * MINUTE_MS);
    expect(await answer(late)).toBe('unknown');

    const good = await startState(world, session);
    expect(await Promise.all([answer(good), answer(good), answer(good)])).toEqual(
      expect.arrayContaining(['received', 'unknown', 'unknown']),
    );
    await world.runJobs();
    expect(world.source.count('exchange')).toBe(1);
    expect((await world.view(session)).state).toBe('linked');
    expect(await answer(good)).toBe('unknown');
  });

  test('takes nothing for a session that has ended', async () => {
    await using world = await LinkingWorld.create();
    const session = await startByOauth(world);
    const state = await startState(world, session);
    await sql`update link_sessions set state = 'expired', ended_at = now()`.execute(world.db);
    const code = world.source.oauth.consent('company_1');
    expect(await receiveAuthorization(world.deps, { state, code, error: null })).toEqual(NOBODYS);
    await expect(startAuthorization(world.deps, session)).rejects.toMatchObject({
      code: 'authorization_not_awaited',
    });
  });

  test.each([
    ['access_denied', 'denied', 'authorization_denied'],
    ['server_error', 'failed', 'authorization_failed'],
  ] as const)('says what %s means, and may be tried again', async (error, outcome, code) => {
    await using world = await LinkingWorld.create();
    const session = await startByOauth(world);
    const state = await startState(world, session);
    expect(await receiveAuthorization(world.deps, { state, code: null, error })).toEqual({
      outcome,
      language: 'en',
    });
    expect(await world.view(session)).toMatchObject({ state: 'awaiting_authorization', problem: { code } });
    expect(await receiveAuthorization(world.deps, { state, code: null, error })).toEqual(NOBODYS);
    await agree(world, session);
    await world.runJobs();
    expect(await world.view(session)).toMatchObject({ state: 'linked', problem: null });
  });

  test('asks again when the source does not know the code', async () => {
    await using world = await LinkingWorld.create();
    const session = await startByOauth(world);
    await agree(world, session);
    world.source.oauth.codes.clear();
    await world.runJobs();
    expect(await world.view(session)).toMatchObject({
      state: 'awaiting_authorization',
      problem: { code: 'code_refused' },
    });
  });
});

describe('an exchange that dies', () => {
  test('before it asked the source, or after, asks the admin to consent once more', async () => {
    for (const moment of ['before:exchange', 'after:exchange'] as const) {
      await using world = await LinkingWorld.create();
      const session = await startByOauth(world);
      await agree(world, session);
      const job = (await world.takeJob())!;
      expect(job.task).toBe('exchange_oauth_code');
      world.source.disturb(moment);
      await expect(world.run(job)).rejects.toThrow(Killed);
      await world.run(job);
      expect(world.source.count('exchange')).toBe(1);
      expect(await world.view(session)).toMatchObject({
        state: 'awaiting_authorization',
        problem: { code: 'authorization_lost' },
      });
      await agree(world, session);
      await world.runJobs();
      expect((await world.view(session)).state).toBe('linked');
    }
  });

  test('at a source that is away tries the same code again', async () => {
    await using world = await LinkingWorld.create();
    const session = await startByOauth(world);
    await agree(world, session);
    const job = (await world.takeJob())!;
    world.source.disturb('before:exchange', new ConnectorError('source_unavailable', 'Away.'));
    await world.run(job);
    expect((await world.view(session)).state).toBe('verifying_permissions');
    expect(await world.takeJob()).toEqual(job);
    await world.run(job);
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
  });

  test('together with its worker is resumed as what it was', async () => {
    await using world = await LinkingWorld.create();
    const session = await startByOauth(world);
    await agree(world, session);
    await world.takeJob();
    await sql`update link_sessions set lease_token = 7, lease_until = now() - interval '1 second'`.execute(
      world.db,
    );
    await resumeLostSessions(world.deps);
    expect((await world.waitingJobs()).filter((task) => task === 'exchange_oauth_code')).toHaveLength(1);
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
  });

  test('twice at once exchanges once', async () => {
    await using world = await LinkingWorld.create();
    const session = await startByOauth(world);
    await agree(world, session);
    const job = (await world.takeJob())!;
    await Promise.all([world.run(job), world.run(job), world.run(job)]);
    await world.runJobs();
    expect(world.source.count('exchange')).toBe(1);
    expect((await world.view(session)).state).toBe('linked');
  });
});

describe('a consent that is not used', () => {
  test('is ended at the source when its session is closed', async () => {
    await using world = await LinkingWorld.create();
    world.source.granted.set('members', 'missing');
    const session = await linkByOauth(world);
    expect((await world.view(session)).state).toBe('awaiting_permissions');
    world.clock.advance(40 * 24 * 60 * MINUTE_MS);
    await closeStaleSessions(world.deps);
    await world.runJobs();
    expect(world.source.oauth.consents).toEqual([]);
    expect(await grants(world)).toEqual([]);
  });
});

async function everything(world: LinkingWorld): Promise<string> {
  const { rows } = await sql<{ text: string }>`
    select (select string_agg(s::text, ' ') from link_sessions s)
      || coalesce((select string_agg(g::text, ' ') from oauth_grants g), '')
      || coalesce((select string_agg(j::text, ' ') from graphile_worker._private_jobs j), '') as text`.execute(
    world.db,
  );
  return rows[0]!.text + JSON.stringify(world.logged);
}
