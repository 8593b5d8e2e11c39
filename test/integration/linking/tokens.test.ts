import { describe, expect, test } from 'vitest';
import { findLinkedAccountByToken } from '../../../src/accounts/index.ts';
import { DAY_MS, MINUTE_MS } from '../../../src/lib/duration.ts';
import { newId } from '../../../src/lib/ids.ts';
import {
  exchangePublicToken,
  issuePublicToken,
  regenerateAccountToken,
  startLinkSession,
} from '../../../src/linking/index.ts';
import { LinkingWorld } from './linking-world.ts';

describe('a public token', () => {
  test('is exchanged once by 100 exchanges at once; the others hear one and the same', async () => {
    await using world = await LinkingWorld.create();
    const { publicToken } = await issuePublicToken(world.deps, await world.link());
    const exchange = () =>
      exchangePublicToken(world.deps, { organizationId: world.organizationId, publicToken });
    const results = await Promise.allSettled(Array.from({ length: 100 }, exchange));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    const answers = results
      .filter((result) => result.status === 'rejected')
      .map(({ reason }: { reason: { kind: string; code: string; message: string } }) =>
        [reason.kind, reason.code, reason.message].join(),
      );
    expect(answers).toHaveLength(99);
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('not_found,public_token_invalid');
  });

  test('ends after 10 minutes', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.link();
    const { publicToken } = await issuePublicToken(world.deps, session);
    world.clock.advance(10 * MINUTE_MS);
    const input = { organizationId: world.organizationId, publicToken };
    await expect(exchangePublicToken(world.deps, input)).rejects.toMatchObject({
      code: 'public_token_invalid',
    });
    const fresh = await issuePublicToken(world.deps, session);
    world.clock.advance(10 * MINUTE_MS - 1);
    await expect(exchangePublicToken(world.deps, { ...input, ...fresh })).resolves.toMatchObject({
      linkedAccountId: (await world.account()).id,
    });
  });

  test('stops working when another is issued, and works for its own organization only', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.link();
    const first = await issuePublicToken(world.deps, session);
    const second = await issuePublicToken(world.deps, session);
    const foreign = newId();
    await world.addOrganization(foreign);
    for (const input of [
      { organizationId: world.organizationId, ...first },
      { organizationId: foreign, ...second },
      { organizationId: world.organizationId, publicToken: `${second.publicToken.slice(0, -1)}!` },
    ]) {
      await expect(exchangePublicToken(world.deps, input)).rejects.toMatchObject({
        code: 'public_token_invalid',
      });
    }
    await expect(
      exchangePublicToken(world.deps, { organizationId: world.organizationId, ...second }),
    ).resolves.toBeDefined();
  });

  test('is not issued before the account is linked', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    await expect(issuePublicToken(world.deps, session)).rejects.toMatchObject({ kind: 'conflict' });
  });
});

describe('an account token', () => {
  async function exchanged(world: LinkingWorld) {
    const { publicToken } = await issuePublicToken(world.deps, await world.link());
    return await exchangePublicToken(world.deps, { organizationId: world.organizationId, publicToken });
  }
  const idOf = async (world: LinkingWorld, token: string, organizationId = world.organizationId) =>
    (await findLinkedAccountByToken(world.db, organizationId, token, world.clock.now()))?.id;

  test('works 10 minutes longer when it is regenerated, and the new one after that', async () => {
    await using world = await LinkingWorld.create();
    const { accountToken, linkedAccountId } = await exchanged(world);
    const scope = { organizationId: world.organizationId, linkedAccountId };
    const fresh = await regenerateAccountToken(world.deps, scope);
    expect(fresh.accountToken).not.toBe(accountToken);
    world.clock.advance(10 * MINUTE_MS - 1);
    expect(await idOf(world, accountToken)).toBe(linkedAccountId);
    world.clock.advance(1);
    expect(await idOf(world, accountToken)).toBeUndefined();
    expect(await idOf(world, fresh.accountToken)).toBe(linkedAccountId);
  });

  test('is regenerated once by a caller that repeats the call because its answer was lost', async () => {
    await using world = await LinkingWorld.create();
    const { accountToken, linkedAccountId } = await exchanged(world);
    const input = { organizationId: world.organizationId, linkedAccountId, presentedToken: accountToken };
    const first = await regenerateAccountToken(world.deps, input);
    const second = await regenerateAccountToken(world.deps, input);
    expect(second).toEqual(first);
    expect(await idOf(world, accountToken)).toBe(linkedAccountId);
  });

  test('names nothing to another organization, and costs no query when it is mistyped', async () => {
    await using world = await LinkingWorld.create();
    const { accountToken, linkedAccountId } = await exchanged(world);
    expect(await idOf(world, accountToken, newId())).toBeUndefined();
    expect(await idOf(world, `${accountToken.slice(0, -1)}~`)).toBeUndefined();
    const foreign = { organizationId: newId(), linkedAccountId };
    await expect(regenerateAccountToken(world.deps, foreign)).rejects.toMatchObject({ kind: 'not_found' });
  });

  test('is kept as a hash and sealed, never in the clear', async () => {
    await using world = await LinkingWorld.create();
    const { accountToken } = await exchanged(world);
    expect(JSON.stringify(await world.account())).not.toContain(accountToken);
    expect((await world.account()).sealed_account_token!.includes(accountToken)).toBe(false);
  });
});

describe('starting a link session', () => {
  test('by 20 calls at once makes one account, one session and one address', async () => {
    await using world = await LinkingWorld.create();
    const sessions = await Promise.all(Array.from({ length: 20 }, () => world.start()));
    expect(new Set(sessions.map((session) => session.linkSessionId)).size).toBe(1);
    expect(new Set(sessions.map((session) => session.email)).size).toBe(1);
    for (const table of ['linked_accounts', 'link_sessions', 'service_emails'] as const) {
      expect(await world.db.selectFrom(table).selectAll().execute()).toHaveLength(1);
    }
  });

  test('gives another organization an account of its own for the same origin id', async () => {
    await using world = await LinkingWorld.create();
    const foreign = newId();
    await world.addOrganization(foreign);
    const ours = await world.start();
    const theirs = await world.start({ organizationId: foreign });
    expect(theirs.email).not.toBe(ours.email);
    expect(theirs.linkSessionId).not.toBe(ours.linkSessionId);
  });

  test('keeps what is known when a later call leaves it out', async () => {
    await using world = await LinkingWorld.create();
    await world.start();
    await world.start({ endUserOrganizationName: null, endUserEmailAddress: null });
    expect(await world.account()).toMatchObject({
      end_user_organization_name: 'Acme',
      end_user_email_address: 'admin@acme.example',
      is_test_account: true,
    });
    await world.start({ endUserOrganizationName: 'Acme, Inc.' });
    expect((await world.account()).end_user_organization_name).toBe('Acme, Inc.');
  });

  test('never shortens the session: it lasts as long as its longest token', async () => {
    await using world = await LinkingWorld.create();
    await world.start({ linkExpiryMinutes: 720 });
    const before = await world.db
      .selectFrom('link_sessions')
      .select('token_expires_at')
      .executeTakeFirstOrThrow();
    await world.start({ linkExpiryMinutes: 30 });
    expect(
      await world.db.selectFrom('link_sessions').select('token_expires_at').executeTakeFirstOrThrow(),
    ).toEqual(before);
    await world.start({ linkExpiryMinutes: 10_080, shouldCreateMagicLinkUrl: true });
    const email = await world.db.selectFrom('service_emails').selectAll().executeTakeFirstOrThrow();
    expect(new Date(email.accepts_mail_until!).getTime()).toBe(world.clock.now().getTime() + 21 * DAY_MS);
  });

  test('makes a magic link when it is asked for', async () => {
    await using world = await LinkingWorld.create();
    const started = await startLinkSession(world.deps, {
      ...world.startInput(),
      shouldCreateMagicLinkUrl: true,
    });
    expect(started).toEqual({
      linkToken: started.linkToken,
      integrationName: null,
      magicLinkUrl: `https://muster.example/link?o=${world.organizationId}#token=${started.linkToken}`,
    });
    expect((await startLinkSession(world.deps, world.startInput())).magicLinkUrl).toBeNull();
  });

  test.each([
    [{ linkExpiryMinutes: 29 }, 'link_expiry_out_of_range'],
    [{ linkExpiryMinutes: 721 }, 'link_expiry_out_of_range'],
    [{ linkExpiryMinutes: 10_081, shouldCreateMagicLinkUrl: true }, 'link_expiry_out_of_range'],
    [{ linkExpiryMinutes: Number.NaN }, 'link_expiry_out_of_range'],
    [{ integration: 'other' }, 'integration_unknown'],
  ])('refuses %j', async (change, code) => {
    await using world = await LinkingWorld.create();
    await expect(world.start(change)).rejects.toMatchObject({ kind: 'invalid_input', code });
    expect(await world.db.selectFrom('linked_accounts').select('id').execute()).toEqual([]);
  });
});
