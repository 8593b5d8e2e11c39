import { describe, expect, test } from 'vitest';
import { readLinkToken } from '../../../src/auth/link-tokens.ts';
import { DAY_MS, MINUTE_MS } from '../../../src/lib/duration.ts';
import {
  closeStaleSessions,
  copyAdminLink,
  disconnectAccount,
  replaceInSession,
  replaceServiceAccount,
} from '../../../src/linking/index.ts';
import { LinkingWorld } from './linking-world.ts';

async function replace(world: LinkingWorld) {
  const { id } = await world.account();
  const started = await replaceServiceAccount(world.deps, {
    organizationId: world.organizationId,
    linkedAccountId: id,
    environment: 'test',
    linkExpiryMinutes: 1440,
    actor: { kind: 'command_line' },
  });
  const key = await readLinkToken(world.deps.secrets.linkTokenKey, started.linkToken, world.clock);
  return { ...started, key };
}

const ownOf = (world: LinkingWorld) =>
  world.db.selectFrom('service_accounts').selectAll().where('is_replacement', '=', false).executeTakeFirst();

/** The source keeps one user in memory; a second one begins with nothing. */
function addSecondUser(world: LinkingWorld): { password: string | null; authenticator: string | null } {
  const { password, authenticator } = world.source;
  Object.assign(world.source, { password: null, authenticator: null });
  return { password, authenticator };
}

describe('replacing the service account', () => {
  test('hands out another address under the same account and keeps the log-in in use until the new one works', async () => {
    await using world = await LinkingWorld.create();
    const first = await world.link();
    const before = (await ownOf(world))!;
    const started = await replace(world);
    expect(started.replacedServiceEmail).toBe(first.email);
    expect(started.serviceEmail).not.toBe(first.email);
    await world.consent(started.key);
    expect(await world.view(started.key)).toMatchObject({
      state: 'awaiting_invitation',
      service_account: { email: started.serviceEmail },
      replaced_service_email: first.email,
      can_replace_service_account: false,
    });
    expect(await ownOf(world)).toEqual(before);
    expect((await world.account()).status).toBe('COMPLETE');

    addSecondUser(world);
    await world.mailInvitation(started.serviceEmail, world.source.invite('second'));
    await world.run((await world.takeJob())!);
    await world.run((await world.takeJob())!);
    // Accepted, not yet verified: the former is still what the account works with.
    expect(await ownOf(world)).toEqual(before);
    await world.runJobs();

    expect(await world.view(started.key)).toMatchObject({
      state: 'linked',
      replaced_service_email: first.email,
    });
    const after = await world.db.selectFrom('service_accounts').selectAll().execute();
    expect(after).toHaveLength(1);
    expect(after[0]).toMatchObject({ user_name: started.serviceEmail, is_replacement: false });
    expect(after[0]!.sealed_password!.equals(before.sealed_password!)).toBe(false);
    expect(await world.db.selectFrom('linked_accounts').select('id').execute()).toHaveLength(1);
  });

  test('hands the new address out again in a later relink, and takes no mail for the former', async () => {
    await using world = await LinkingWorld.create();
    const first = await world.link();
    const started = await replace(world);
    expect((await replace(world)).serviceEmail).toBe(started.serviceEmail);
    await world.consent(started.key);
    addSecondUser(world);
    // Until then alerts for the former are heard, but no invitation of it is accepted.
    await world.mailInvitation(first.email, world.source.invite('to-the-former'));
    await world.runJobs();
    expect(await world.view(started.key)).toMatchObject({ state: 'awaiting_invitation', mail_notices: [] });
    await world.mailInvitation(started.serviceEmail, world.source.invite('second'));
    await world.runJobs();
    await expect(world.mailInvitation(first.email, world.source.invite('third'))).rejects.toMatchObject({
      responseCode: 550,
    });
    await world.db.updateTable('linked_accounts').set({ status: 'RELINK_NEEDED' }).execute();
    expect((await world.start()).email).toBe(started.serviceEmail);
  });

  test('that nobody carried out leaves everything as it was', async () => {
    await using world = await LinkingWorld.create();
    const first = await world.link();
    const before = await ownOf(world);
    const started = await replace(world);
    await world.consent(started.key);
    world.clock.advance(30 * DAY_MS);
    await closeStaleSessions(world.deps);
    expect((await world.view(started.key)).state).toBe('expired');
    expect(await ownOf(world)).toEqual(before);
    expect((await world.start()).email).toBe(first.email);
  });

  test('that meets another company is refused, and the account keeps its log-in', async () => {
    await using world = await LinkingWorld.create();
    await world.link();
    const before = await ownOf(world);
    const started = await replace(world);
    await world.consent(started.key);
    addSecondUser(world);
    world.source.companies.set('company_2', 'Umbrella Corp.');
    world.source.companyId = 'company_2';
    await world.mailInvitation(started.serviceEmail, world.source.invite('second', 'company_2'));
    await world.runJobs();
    expect((await world.view(started.key)).problem).toMatchObject({ code: 'wrong_company' });
    expect(await ownOf(world)).toEqual(before);
    expect((await world.account()).remote_company_id).toBe('company_1');
  });

  test('can be asked for behind a session that has linked', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.link();
    expect((await world.view(session)).can_replace_service_account).toBe(true);
    const actor = { kind: 'link_session', id: session.linkSessionId, ipAddress: null } as const;
    const { linkToken } = await replaceInSession(world.deps, { ...session, actor });
    const key = await readLinkToken(world.deps.secrets.linkTokenKey, linkToken, world.clock);
    expect(key.linkSessionId).not.toBe(session.linkSessionId);
    expect((await world.view(key)).replaced_service_email).toBe(session.email);
    // Neither the token nor a link that is given on outlives the session that it was asked in.
    world.clock.advance(20 * MINUTE_MS);
    const again = await replaceInSession(world.deps, { ...key, actor });
    const given = await copyAdminLink(world.deps, { ...key, actor });
    world.clock.advance(11 * MINUTE_MS);
    for (const token of [linkToken, again.linkToken, given.magicLinkUrl.split('#token=')[1]!]) {
      const reading = readLinkToken(world.deps.secrets.linkTokenKey, token, world.clock);
      await expect(reading).rejects.toMatchObject({ code: 'link_token_expired' });
    }
  });

  test('is refused where there is none, and while a job has the session', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    await expect(replace(world)).rejects.toMatchObject({ code: 'no_service_account' });
    await world.mailInvitation(session.email, world.source.invite('first'));
    await world.runJobs();
    const relink = await world.startAndConsent();
    expect((await world.view(relink)).state).toBe('verifying_permissions');
    await expect(replace(world)).rejects.toMatchObject({ code: 'link_session_busy' });
    await world.runJobs();
    const { id } = await world.account();
    await disconnectAccount(world.deps, { organizationId: world.organizationId, linkedAccountId: id });
    await expect(replace(world)).rejects.toMatchObject({ code: 'no_service_account' });
  });
});
